import { CHECKPOINT_YIELD } from '../../contract/checkpoint.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, goOnName } from '../../contract/state-names.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Yields } from '../../flow/yields.ts';
import type { Catcher, ChoiceRule, Retrier } from '../../states-language/types.ts';
import type { Line } from '../blocks/line.ts';
import type { Exit, NamedState } from '../fragment.ts';
import { addTo, putIn } from '../paths/put-expression.ts';
import { publishingRetriers, retriersOf } from './retriers.ts';
import { wireStep } from './step-payload.ts';

/** Where the Task of a step goes once it has yielded as often as its own execution is to hold. The checkpoint lies in the bucket. */
export function goOnCatcher(step: string): Catcher {
  return { ErrorEquals: [CHECKPOINT_YIELD], ResultPath: null, Next: goOnName(step) };
}

/**
 * A step that yields for long: a distributed Map of one item has it go on in a child execution, which has a history of its own, and in
 * another one when that is full. What comes of it is taken as if the step's own Task had come to it.
 *
 * @param catchers Where the Task's own errors lead.
 * @param exit How control goes on after the step.
 */
export function goOnStates(
  { step, slot }: RunBlock,
  yields: Yields,
  line: Pick<Line, 'functions' | 'inChild' | 'isListed'>,
  catchers: readonly Catcher[],
  exit: Exit,
): readonly NamedState[] {
  const { name } = step;
  const [map, task, lost, which, done] = [goOnName(name), ...roles(name)] as const;
  const execution = line.inChild ? '$states.input.execution' : '$states.context.Execution';
  const retriers = step.publishesFailures ? publishingRetriers : retriersOf(step.retries);
  return [
    [
      map,
      {
        Type: 'Map',
        QueryLanguage: 'JSONata',
        Comment: `Let ${name} go on from its checkpoint in an execution of its own.`,
        Items: `{% [$merge([$states.input,{'execution':${execution}}])] %}`,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: task,
          States: {
            [task]: {
              Type: 'Task',
              Resource: line.functions.of(step.callable),
              // It is not the first run of the step, so its function looks for the checkpoint.
              Parameters: { step: wireStep(step), 'data.$': '$', state: { RetryCount: 1 } },
              ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds }),
              Retry: retriers.map((retrier) => bounded(retrier, yields.apart)),
              Catch: [{ ErrorEquals: ['States.ALL'], Next: lost }],
              End: true,
            },
            [lost]: {
              Type: 'Succeed',
              Comment: 'What the step was caught with is taken by the execution that started this one.',
            },
          },
        },
        Catch: [{ ErrorEquals: ['States.ALL'], Output: `{% (${afterwards('$states.errorOutput')}) %}`, Next: which }],
        Output: `{% (${afterwards('$states.result[0]')}) %}`,
        Next: which,
      },
    ],
    [
      which,
      {
        Type: 'Choice',
        Choices: [
          { ...errorIs(CHECKPOINT_YIELD), Next: map },
          ...catchers.map(({ ErrorEquals, Next }) => ({ ...anyOf(ErrorEquals), Next })),
        ],
        Default: done,
      },
    ],
    [done, { Type: 'Pass', ...exit }],
  ];

  /** The state data after a run: with the step's entry, or with the error where the Task would have put it. */
  function afterwards(returned: string): string {
    const entry = line.isListed === true ? '{}' : '$r';
    const failed =
      step.batch === undefined ? addTo(slot, "{'failure':{'caught':$r}}") : "$merge([$states.input,{'caught':$r}])";
    const retried = "$merge([$states.input,{'retry':$r}])";
    const data =
      `$e='${CHECKPOINT_YIELD}'?$states.input:$e='${WireError.retryAfter}'?${retried}:` +
      `$e!=''?(${failed}):(${putIn(slot, entry)})`;
    return `$r:=${returned};$e:=$exists($r.Error)?$r.Error:'';$merge([(${data}),{'yielded':$e}])`;
  }
}

/** The names of the Task in the child, of what ends the child where it failed, and of what follows the Map. */
function roles(step: string): readonly [task: string, lost: string, which: string, done: string] {
  return [
    auxiliaryName(step, 'goes on'),
    auxiliaryName(step, 'stops'),
    auxiliaryName(step, 'gone on?'),
    auxiliaryName(step, 'gone on'),
  ];
}

/** A retrier of checkpoints as often as one history has room for; any other as it is. */
export function bounded(retrier: Retrier, yields: number): Retrier {
  return retrier.ErrorEquals.includes(CHECKPOINT_YIELD) ? { ...retrier, MaxAttempts: yields } : retrier;
}

/** The name of the error that the child ended with; empty where the step has completed. */
function errorIs(name: string): Omit<ChoiceRule, 'Next'> {
  return { Variable: '$.yielded', StringEquals: name };
}

function anyOf(names: readonly string[]): Omit<ChoiceRule, 'Next'> {
  if (names.includes('States.ALL')) return { Not: errorIs('') };
  const [only, ...others] = names;
  return only !== undefined && others.length === 0 ? errorIs(only) : { Or: names.map(errorIs) };
}
