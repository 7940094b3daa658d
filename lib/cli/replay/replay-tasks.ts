import type { JsonValue } from '../../json.ts';
import { StatesError, type TaskCall, type TaskInvoker } from '../../local/index.ts';
import type { RecordedAttempt, Recording } from './recording.ts';

/** The error of a task that the recording has no answer for. */
export const NO_ANSWER = 'Replay.NoRecordedAnswer';

/** What of a recording is played, and what is real. */
export interface Played {
  /** The attempts that answer as they did. */
  readonly attempts: readonly RecordedAttempt[];
  /** Whether tasks that have no recorded answer are real; else they fail. */
  readonly goesOn: boolean;
}

/**
 * All that was scheduled before a state came to its first attempt; everything without one.
 *
 * @param isOurs whether handlers do all work of the machine but its own: how its steps meet is real then, or later ones would wait for ever
 */
export function playedUntil({ attempts: all }: Recording, from: string | undefined, isOurs: boolean): Played {
  if (from === undefined) return { attempts: all, goesOn: false };
  const attempts = isOurs ? all.filter(({ service }) => service === 'lambda') : all;
  const first = attempts.find(({ state }) => state === from)?.scheduled ?? Infinity;
  return { attempts: attempts.filter(({ state, scheduled }) => state !== from && scheduled <= first), goesOn: true };
}

/** Answers tasks as they were answered, in the time that it took then, and has `real` do the others. */
export function replayTasks({ attempts, goesOn }: Played, real: TaskInvoker): TaskInvoker {
  const left = new Map<string, RecordedAttempt[]>();
  for (const attempt of attempts) left.set(attempt.state, [...(left.get(attempt.state) ?? []), attempt]);
  const take = (call: TaskCall): RecordedAttempt | undefined => {
    const ofState = left.get(call.stateName) ?? [];
    // Iterations of a Map run beside each other: what they send tells them apart.
    const sent = comparable(call.text);
    const same = ofState.findIndex(({ parameters }) => comparable(parameters) === sent);
    return ofState.splice(Math.max(same, 0), 1)[0];
  };
  const invoke = async (call: TaskCall): Promise<JsonValue> => {
    const attempt = take(call);
    if (attempt?.outcome === undefined) {
      if (goesOn) return real(call);
      const cause = `The recording has no answer for this attempt of "${call.stateName}". Name the state with --from to run what follows.`;
      throw new StatesError(NO_ANSWER, cause);
    }
    if (attempt.duration > 0) await call.clock.sleep(attempt.duration, call.signal);
    const { outcome } = attempt;
    if (outcome.kind === 'succeeded') return JSON.parse(outcome.output) as JsonValue;
    throw new StatesError(outcome.error, outcome.cause);
  };
  const begin: TaskInvoker['begin'] = (task) =>
    (left.get(task.stateName) ?? []).length > 0 ? undefined : real.begin?.(task);
  return Object.assign(invoke, { begin });
}

const EXECUTION = /arn:[\w-]+:states:[^"\\]*:(?:execution|express):[^"\\]*?([^":\\]+)(?=["\\])/;

/** What a task is sent, without the names of its execution: a replay is another one. */
function comparable(text: string): string {
  const [arn, name] = EXECUTION.exec(text) ?? [];
  if (arn === undefined || name === undefined) return text;
  return text.replaceAll(arn, '').replaceAll(name, '');
}
