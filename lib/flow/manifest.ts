import { groupName } from '../contract/state-names.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import { stateRoles, type StateRole } from '../contract/state-roles.ts';
import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { StepType } from '../template/task-template.ts';
import { lookUp } from '../lookup.ts';
import { blocksOf, type AllBlock, type Block, type Program, type Sequence } from './program.ts';

/** What a machine is made of, for those who read it: the steps, and what each state is to a step. */
export interface Manifest {
  /** The template that the machine runs. */
  readonly template: TemplateIdentity;
  /** How the steps share the state data. */
  readonly budget: ResultBudget;
  /** In tree order. */
  readonly steps: readonly ManifestStep[];
  /** By name of a state, if the machine has it: the step that it serves, and what it does for it. */
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

/** The manifest of a program. */
export function manifestOf({ template, budget, main }: Program): Manifest {
  const blocks = blocksOf(main.body);
  const runs = blocks.filter((block) => block.kind === 'run');
  const steps = runs.map(({ step }) => ({
    name: step.name,
    type: step.type,
    callable: step.callable,
    dependencies: step.dependencies,
    maxAttempts: step.retries.attempts,
  }));
  let groups: Manifest['groups'] | undefined;
  return {
    template,
    budget,
    steps,
    states: stateRoles(steps),
    // Many names, where groups lie deep in one another, and few ask for them.
    get groups() {
      return (groups ??= new Map(
        [...namesByGroup(blocks)].reverse().map(([{ leads }, names]) => [groupName(leads), names]),
      ));
    },
  };
}

/** By group: the names of the steps inside, in tree order. Those of the groups in it are known then. */
function namesByGroup(blocks: readonly Block[]): ReadonlyMap<AllBlock, readonly string[]> {
  const names = new Map<Block, readonly string[]>();
  const namesIn = (sequence: Sequence) => sequence.flatMap(({ block }) => lookUp(names, block));
  const groups = new Map<AllBlock, readonly string[]>();
  for (const block of blocks.toReversed()) {
    switch (block.kind) {
      case 'run':
        names.set(block, [block.step.name]);
        break;
      case 'all': {
        const inside = block.branches.flatMap(({ body }) => namesIn(body));
        names.set(block, inside);
        groups.set(block, inside);
        break;
      }
      case 'each':
      case 'meet':
        names.set(block, lookUp(names, block.body));
        break;
      case 'child':
        names.set(block, namesIn(block.branch.body));
    }
  }
  return groups;
}
