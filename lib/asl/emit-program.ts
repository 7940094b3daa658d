import { writeMachineComment } from '../contract/machine-comment.ts';
import { wholeName } from '../contract/state-names.ts';
import { manifestOf } from '../flow/manifest.ts';
import { costOfChild, startTransitions } from '../flow/cost.ts';
import {
  blocksOf,
  childrenOf,
  endingStep,
  endsByItself,
  type ChildBlock,
  type Ending,
  type Program,
} from '../flow/program.ts';
import type { StateMachine } from '../states-language/types.ts';
import { printBranch, printMachine } from './blocks/print-block.ts';
import { testState } from './blocks/test-state.ts';
import { definitionBytes } from './definition-bytes.ts';
import { beginState } from './ends/begin-state.ts';
import { completeOutput, completeState } from './ends/complete-state.ts';
import { redriveState } from './ends/redrive-state.ts';
import { reportState } from './ends/report-state.ts';
import { toStates, type Exit, type Fragment, type NamedState } from './fragment.ts';
import { childKey, FunctionReferences, type WorkflowFunction } from './functions/function-references.ts';
import { wireTask } from './run/step-payload.ts';

/** A program as States Language. */
export interface Emitted {
  readonly definition: StateMachine;
  /** The functions that the definition calls. */
  readonly functions: readonly WorkflowFunction[];
  /** Bytes of the definition as deployed. */
  readonly definitionBytes: number;
  readonly hasRendezvous: boolean;
  /** The machines that run parts of a task, which the definition starts; parts of parts after those around them. */
  readonly children: readonly ChildMachine[];
}

/** A state machine that runs a part of a task, in an execution that the task's own starts. */
export interface ChildMachine {
  /** The substitution key in the definitions; letters and digits. */
  readonly key: string;
  /** The names of its steps, in the order of the plan. */
  readonly steps: readonly string[];
  /** State transitions of a task that it takes to run the part by itself. */
  readonly transitions: number;
  /** Its definition; `${key}` stands for the function of each callable, and for the machines of parts of this part. */
  readonly definition: StateMachine;
  /** Bytes of the definition as deployed. */
  readonly definitionBytes: number;
  /** An upper bound of the events in an execution's history. */
  readonly historyEvents: number;
}

/** Emits a program. The law that its states obey is in ARCHITECTURE.md, "What a state machine does". */
export function emitProgram(program: Program): Emitted {
  const { main } = program;
  const runs = blocksOf(main.body).filter((block) => block.kind === 'run');
  const children = childrenOf(main.body);
  const references = new FunctionReferences(
    runs.map(({ step }) => step.callable),
    children,
  );
  const { entry, states } = printProgram(program, references);
  const definition: StateMachine = {
    Comment: writeMachineComment(manifestOf(program)),
    StartAt: entry,
    ...(program.timeoutSeconds !== undefined && { TimeoutSeconds: program.timeoutSeconds }),
    States: toStates(states),
  };
  return {
    definition,
    functions: references.functions,
    definitionBytes: definitionBytes(definition),
    hasRendezvous: main.hasRendezvous,
    children: children.map((child) => emitChild(child, program, references)),
  };
}

/** The machine of a child: it begins with the state data, and ends with what a branch would return. */
function emitChild(
  child: ChildBlock,
  { template: { namespace, name, version }, timeoutSeconds }: Program,
  functions: FunctionReferences,
): ChildMachine {
  const definition: StateMachine = {
    Comment: `${namespace}/${name} ${version}, the steps from ${child.first} to ${child.last}: started by the machine of the whole.`,
    ...(timeoutSeconds !== undefined && { TimeoutSeconds: timeoutSeconds }),
    ...printBranch(child.branch, { functions, inChild: true }),
  };
  return {
    key: childKey(child),
    transitions: startTransitions(child),
    steps: blocksOf(child.branch.body).flatMap((block) => (block.kind === 'run' ? [block.step.name] : [])),
    definition,
    definitionBytes: definitionBytes(definition),
    historyEvents: costOfChild(child).events,
  };
}

/** The beginning, the blocks, and the two ends. */
function printProgram(program: Program, references: FunctionReferences): Omit<Fragment, 'blocked'> {
  const { main: machine } = program;
  const task = wireTask(program);
  const report: Exit = { Next: wholeName('report') };
  const test = testOf(machine.ending);
  const tested: Exit | undefined = test && { Next: test[0] };
  const ends = endsByItself(machine);
  const last = endingStep(machine);
  const complete: Exit = ends
    ? { End: true }
    : last !== undefined
      ? { End: true, Output: completeOutput(machine, last) }
      : (tested ?? { Next: wholeName('complete') });
  const incomplete = machine.ending.incomplete === 'test' ? (tested ?? report) : report;
  const opening = machine.beginning === 'first block' ? { task, ends } : undefined;
  const body = printMachine(machine.body, { complete, incomplete }, references, opening);
  const begin = opening === undefined ? [beginState(machine, task, body.entry)] : [];
  return {
    entry: begin[0]?.[0] ?? body.entry,
    states: [
      ...begin,
      ...body.states,
      ...(test === undefined ? [] : [test]),
      ...(ends || last !== undefined ? [] : [completeState(machine)]),
      reportState(machine, body.resumptions),
      redriveState(machine, body),
    ],
  };
}

/** A Choice where the way to the end does not tell whether all steps completed. */
function testOf({ tested }: Ending): NamedState | undefined {
  if (tested === undefined) return undefined;
  return [wholeName('all complete?'), testState(tested, { yes: wholeName('complete'), no: wholeName('report') })];
}
