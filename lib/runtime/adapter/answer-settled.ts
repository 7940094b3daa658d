import type { Caught, CompletedEntry } from '../../contract/step-entry.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { readOutcome, readStopping } from '../batch/child-batch.ts';
import { writeLog } from '../log/log-scope.ts';
import type { FindStore } from '../results/result-store.ts';
import { answerCarried } from './answer-carried.ts';
import { readCompleted, readGivenUp } from './read-settled.ts';
import type { StepCall } from './step-call.ts';

/** What a step replies that had settled before; undefined of one that is to run. Rejects where it had failed, and does not run again. */
export async function answerSettled(call: StepCall, findStore: FindStore): Promise<StepReply | undefined> {
  const name = { name: call.batch?.template ?? call.step.name, worker: call.batch?.worker };
  const completed = readCompleted(call.entries, name);
  if (completed !== undefined) return replyAgain(completed);
  const givenUp = readGivenUp(call.entries, name);
  if (givenUp !== undefined) return failAgain(givenUp);
  if (!call.isStopped && !call.isListed && call.continues === undefined) return undefined;
  const store = await findStore();
  if (call.isStopped) return failAgain(await readStopping(call, store));
  const carried = await answerCarried(call, store);
  if (carried !== undefined) return carried;
  const outcome = await readOutcome(call, store);
  return outcome === undefined ? undefined : replyAgain(outcome);
}

/** What a step replied that completed before its task was redriven; a later failure, which may lie beside it, is settled. */
function replyAgain(completed: CompletedEntry & { readonly failure?: unknown }): StepReply {
  writeLog('INFO', 'Step completed before the redrive');
  const reply = { ...completed };
  delete reply.failure;
  // The result is null where it was resolved, which no handler's is.
  return reply as StepReply;
}

/** Fails as a worker did before its task was redriven, or as the one that has stopped its batch. */
function failAgain({ Error: name, Cause = '' }: Caught): never {
  writeLog('INFO', 'Tell how a worker failed before');
  const error = new Error(messageIn(Cause));
  error.name = name;
  error.stack = name;
  throw error;
}

/** The message in what Lambda makes of an error. */
function messageIn(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { readonly errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
