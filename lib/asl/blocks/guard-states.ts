import type { SkippedEntry } from '../../contract/step-entry.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import type { Verdict } from '../../flow/guard.ts';
import type { EachBlock, RunBlock } from '../../flow/program.ts';
import type { ChoiceRule } from '../../states-language/types.ts';
import type { Exit, NamedState } from '../fragment.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Where a guard leads: to the state that runs the step, or past it. */
export type GuardedStates = Readonly<Record<Verdict, string>>;

/**
 * A Choice before a step to which control can come although it may not run; `first` is asked before all else. What is left of a verdict
 * that was good for now is taken away before it is asked again: a failure would be written beside it.
 */
export function guardStates(
  { step, slot, guard }: Pick<RunBlock, 'slot' | 'guard'> & { readonly step: string },
  states: GuardedStates,
  first: readonly ChoiceRule[] = [],
): readonly NamedState[] {
  if (guard === undefined) return [];
  const choices = guard.cases.map(({ when, verdict }) => ({ ...comparisonOf(when), Next: states[verdict] }));
  const name = auxiliaryName(step, 'ready?');
  const anew = auxiliaryName(step, 'anew');
  const again = { Variable: `${slotPath(slot)}.skipped`, IsPresent: true, Next: anew };
  const before = guard.forNow === undefined ? first : [again, ...first];
  const choice: NamedState = [
    name,
    { Type: 'Choice', Choices: [...before, ...choices], Default: states[guard.otherwise] },
  ];
  if (guard.forNow === undefined) return [choice];
  return [choice, [anew, { Type: 'Pass', Result: {}, ResultPath: slotPath(slot), Next: name }]];
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
