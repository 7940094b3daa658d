import type { JsonObject } from '../../json.ts';
import { auxiliaryName, taskName, wholeName } from '../../contract/state-names.ts';
import type { Sequence } from '../../flow/program.ts';
import { at } from '../../lookup.ts';
import type { NamedState } from '../fragment.ts';

/**
 * How the steps of one level of the machine (the machine itself, or a branch) come to another attempt. One of them is active at
 * a time, so they share the states.
 */
export interface RetryLevel {
  /** The steps that can be tried again, in order. */
  readonly steps: readonly string[];
  /** Where a step's Task goes with an error at `$.retry`. */
  readonly read: string;
  readonly wait: string;
  readonly which: string;
}

/** The retries of a level; undefined where no step of it is tried again. `isTop` says whether it is the machine itself. */
export function retryLevel(sequence: Sequence, isTop: boolean): RetryLevel | undefined {
  const steps = sequence.flatMap(({ block }) => {
    const body = block.kind === 'meet' ? block.body : block;
    return body.kind === 'run' && body.step.retries.delays.length > 0 ? [body.step.name] : [];
  });
  const [lead] = steps;
  if (lead === undefined) return undefined;
  const name = (role: string) => (isTop ? wholeName(role) : auxiliaryName(lead, role));
  return { steps, read: name('retry'), wait: name('retry: wait'), which: name('retry: which?') };
}

/** The states of a level. `opening` names a step that brings a retry of its own making: see `openingRetry`. */
export function retryStates({ steps, read, wait, which }: RetryLevel, opening?: string): readonly NamedState[] {
  const isShared = steps.length > 1;
  const readState: NamedState = [
    read,
    {
      Type: 'Pass',
      // In a branch the name says enough; there are many of them.
      ...(isShared && { Comment: COMMENT }),
      Parameters: readRetry('$.retry.Cause', isShared ? undefined : at(steps, 0)),
      ResultPath: '$.retry',
      Next: wait,
    },
  ];
  return [
    ...(steps.some((step) => step !== opening) ? [readState] : []),
    [wait, { Type: 'Wait', SecondsPath: '$.retry.seconds', Next: isShared ? which : taskName(at(steps, 0)) }],
    ...(isShared ? [[which, whichState(steps)] as const] : []),
  ];
}

/**
 * The error of the step that opens the execution is all that there is, instead of its input: this makes an `OpeningRetry` of the
 * contract of it.
 */
export function openingRetry(step: string, { wait }: RetryLevel): NamedState {
  return [
    auxiliaryName(step, 'retry'),
    {
      Type: 'Pass',
      Comment: COMMENT,
      Parameters: { retry: readRetry('$.Cause', step), 'execution.$': '$$.Execution' },
      Next: wait,
    },
  ];
}

const COMMENT = 'Read how long to wait before the next attempt.';

/** A `RetryState` of the contract, from `retry` in the details of the error. `step` is given where it can be only one. */
function readRetry(cause: string, step: string | undefined): JsonObject {
  const part = (index: number) => `States.ArrayGetItem(States.StringSplit(${cause},'@'),${index})`;
  const number = (index: number) => `States.StringToJson(${part(index)})`;
  return {
    ...(step === undefined ? { 'step.$': part(4) } : { step }),
    // Drawn here rather than by the runtime, so that a seed of the engine tells all waits.
    'seconds.$': `States.MathRandom(${number(1)},${number(2)})`,
    'attempts.$': number(3),
  };
}

function whichState(steps: readonly string[]) {
  const last = at(steps, steps.length - 1);
  return {
    Type: 'Choice',
    Choices: steps.slice(0, -1).map((step) => ({ Variable: '$.retry.step', StringEquals: step, Next: taskName(step) })),
    Default: taskName(last),
  } as const;
}
