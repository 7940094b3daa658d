import { auxiliaryName, groupName, taskName } from '../contract/state-names.ts';
import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { StepType } from '../template/task-template.ts';
import { blocksOf, type AllBlock, type Block, type Program, type RunBlock } from './program.ts';

/** What a machine is made of, for those who read it: the steps, and what each state is to a step. */
export interface Manifest {
  /** The template that the machine runs. */
  readonly template: TemplateIdentity;
  /** In tree order. */
  readonly steps: readonly ManifestStep[];
  /** By name of a state that serves one step: the step, and what the state does for it. */
  readonly states: ReadonlyMap<string, StateRole>;
  /** By name of a Parallel: the steps inside. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** What a manifest says of a step. */
export interface ManifestStep {
  /** Its name in the template. */
  readonly name: string;
  /** Its type in the template. */
  readonly type: StepType;
  /** Its handler, as the template spells it. */
  readonly callable: string;
  /** The declared dependencies, sorted. */
  readonly dependencies: readonly string[];
  /** Runs of the handler, the first included. */
  readonly maxAttempts: number;
}

/** What a state does for a step. */
export interface StateRole {
  /** The step that it serves. */
  readonly step: string;
  /** `task` runs the step's handler, `failed` records its failure, `wait` comes before another attempt. */
  readonly role: 'task' | 'failed' | 'wait';
}

/** The manifest of a program. */
export function manifestOf({ template, main }: Program): Manifest {
  const blocks = blocksOf(main.body);
  const runs = blocks.filter((block) => block.kind === 'run');
  return {
    template,
    steps: runs.map(({ step }) => ({
      name: step.name,
      type: step.type,
      callable: step.callable,
      dependencies: step.dependencies,
      maxAttempts: step.retries.attempts,
    })),
    states: new Map(runs.flatMap(rolesOf)),
    groups: new Map(
      blocks.filter((block) => block.kind === 'all').map((group) => [groupName(group.leads), namesIn(group)]),
    ),
  };
}

function rolesOf({ step: { name, retries } }: RunBlock): readonly (readonly [state: string, role: StateRole])[] {
  const roles: [string, StateRole][] = [
    [taskName(name), { step: name, role: 'task' }],
    [auxiliaryName(name, 'failed'), { step: name, role: 'failed' }],
  ];
  if (retries.delays.length > 0) roles.push([auxiliaryName(name, 'wait'), { step: name, role: 'wait' }]);
  return roles;
}

function namesIn({ branches }: AllBlock): readonly string[] {
  return branches.flatMap(blocksOf).flatMap((block: Block) => (block.kind === 'run' ? [block.step.name] : []));
}
