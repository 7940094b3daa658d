import type { SkippedEntry } from '../../contract/step-entry.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import type { Guard, Verdict } from '../../flow/guard.ts';
import type { EachBlock, RunBlock } from '../../flow/program.ts';
import type { Exit, NamedState } from '../fragment.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Where a guard leads: to the state that runs the step, and to those that record that it does not run. */
export interface GuardedStates {
  readonly run: string;
  readonly blocked: NamedState | undefined;
  readonly skipped: NamedState | undefined;
}

/** A Choice before a step to which control can come although it may not run. */
export function guardStates(step: string, guard: Guard | undefined, states: GuardedStates): readonly NamedState[] {
  if (guard === undefined) return [];
  const choices = guard.cases.map(({ when, verdict }) => ({ ...comparisonOf(when), Next: stateFor(verdict, states) }));
  const name = auxiliaryName(step, 'ready?');
  return [[name, { Type: 'Choice', Choices: choices, Default: stateFor(guard.otherwise, states) }]];
}

function stateFor(verdict: Verdict, { run, ...records }: GuardedStates): string {
  if (verdict === 'run') return run;
  const record = records[verdict];
  if (record === undefined) throw new Error(`Nothing records that a step is ${verdict}.`);
  return record[0];
}

/** The Pass that leaves a step skipped. What follows may still run, so control goes on as after a success. */
export function skippedState(block: RunBlock | EachBlock, exit: Exit): NamedState {
  const { step } = block.kind === 'each' ? block.body : block;
  const entry: SkippedEntry = { skipped: true, after: step.after };
  return [
    auxiliaryName(step.name, 'skipped'),
    { Type: 'Pass', Result: { ...entry }, ResultPath: slotPath(block.slot), ...exit },
  ];
}
