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

/** How the machine goes on at one of its items after a redrive. */
export interface Resumption {
  /** What `$.retry.step` is then: the step's name where it goes on as for another attempt. */
  readonly key: string;
  readonly entry: string;
  /** The steps of the item. */
  readonly steps: readonly string[];
}

/** The states of a level, and the one among them that finds the step. */
export interface RetryStates {
  readonly states: readonly NamedState[];
  readonly which?: string;
}

/**
 * The states of a level. `opening` names a step that brings a retry of its own making: see `openingRetry`. `resumptions` are further
 * ways on, which are found by their keys.
 */
export function retryStates(
  level: RetryLevel | undefined,
  opening?: string,
  resumptions: readonly Resumption[] = [],
): RetryStates {
  const targets = new Map([
    ...(level?.steps ?? []).map((step) => [step, taskName(step)] as const),
    ...resumptions.map(({ key, entry }) => [key, entry] as const),
  ]);
  if (targets.size < 2) return { states: level === undefined ? [] : retryPath(level, opening, false) };
  const which = level?.which ?? wholeName('retry: which?');
  return {
    states: [...(level === undefined ? [] : retryPath(level, opening, true)), [which, whichState([...targets])]],
    which,
  };
}

/** From the error to the Task, or where the level is shared, to the Choice that finds it. */
function retryPath(
  { steps, read, wait, which }: RetryLevel,
  opening: string | undefined,
  isShared: boolean,
): readonly NamedState[] {
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

function whichState(targets: readonly (readonly [key: string, entry: string])[]) {
  const [, last] = at(targets, targets.length - 1);
  return {
    Type: 'Choice',
    Choices: targets.slice(0, -1).map(([key, entry]) => ({ Variable: '$.retry.step', StringEquals: key, Next: entry })),
    Default: last,
  } as const;
}
