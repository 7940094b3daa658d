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
  return { steps, wait: name('retry'), which: name('retry: which?') };
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

/** Waits from the error to the next attempt: of the step itself, or where the level is shared, by way of the Choice that finds it. */
function retryPath(
  { steps, wait, which }: RetryLevel,
  opening: string | undefined,
  isShared: boolean,
): readonly NamedState[] {
  if (steps.every((step) => step === opening)) return [];
  const error = '$states.input.retry';
  // In a branch the name says enough, and the runtime reads the rest; there are many of them.
  const shared = {
    Comment: 'Wait for the next attempt of the step that the error names.',
    Output: `{% $merge([$states.input,{'retry':{'step':${partOf(error, 4)},'Cause':${error}.Cause}}]) %}`,
    Next: which,
  };
  return [[wait, { ...waitOf(error), ...(isShared ? shared : { Next: taskName(at(steps, 0)) }) }]];
}

/**
 * The error of the step that opens the execution is all that there is, instead of its input: this makes an `OpeningRetry` of the
 * contract of it.
 */
export function openingRetry(step: string): NamedState {
  return [
    auxiliaryName(step, 'retry'),
    {
      ...waitOf('$states.input'),
      Output: "{% {'retry':$states.input,'execution':$states.context.Execution} %}",
      Next: taskName(step),
    },
  ];
}

/**
 * Waits as long as `retry` in the details of an error says; see `ErrorDetails` of the contract. The time is drawn here rather than by
 * the runtime, so that a seed of the engine tells all waits.
 */
function waitOf(error: string) {
  const draw = `$c:=$split(${error}.Cause,'@');$a:=$number($c[1]);$a+$floor($random()*($number($c[2])-$a))`;
  return { Type: 'Wait', QueryLanguage: 'JSONata', Seconds: `{% (${draw}) %}` } as const;
}

function partOf(error: string, index: number): string {
  return `$split(${error}.Cause,'@')[${index}]`;
}

function whichState(targets: readonly (readonly [key: string, entry: string])[]) {
  const [, last] = at(targets, targets.length - 1);
  return {
    Type: 'Choice',
    Choices: targets.slice(0, -1).map(([key, entry]) => ({ Variable: '$.retry.step', StringEquals: key, Next: entry })),
    Default: last,
  } as const;
}
