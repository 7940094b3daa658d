import { TaskerClientError, type StepResponse, type TaskerClient, type TaskResponse } from '../../client/index.ts';
import type { CliIo } from '../io.ts';
import { stepText } from './steps-text.ts';

/** Between two looks at the steps; each look reads the whole history. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Waits for the end of a task and tells on stderr what becomes of its steps. When the user interrupts, there is no task to
 * return: it goes on.
 */
export async function followTask(client: TaskerClient, id: string, io: CliIo): Promise<TaskResponse | undefined> {
  let stopListening = () => {};
  const interrupted = new Promise<'interrupted'>((resolve) => {
    stopListening = io.onInterrupt(() => resolve('interrupted'));
  });
  const told = new Map<string, string>();
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const task = await Promise.race([endWithin(client, id, pause), interrupted]);
      if (task === 'interrupted') return undefined;
      for (const step of await stepsOf(client, id)) {
        const text = stepText(step);
        if (text === (told.get(step.name) ?? 'pending')) continue;
        told.set(step.name, text);
        io.stderr.write(`${step.name}  ${text}\n`);
      }
      if (task !== undefined) return task;
    }
  } finally {
    stopListening();
  }
}

async function endWithin(client: TaskerClient, id: string, timeoutMs: number): Promise<TaskResponse | undefined> {
  try {
    return await client.waitForTask(id, { timeoutMs });
  } catch (error) {
    if (error instanceof TaskerClientError && error.code === 'TIMEOUT') return undefined;
    throw error;
  }
}

/** Step Functions may not find at once what it has just started; whether it ever does is judged by the wait. */
async function stepsOf(client: TaskerClient, id: string): Promise<readonly StepResponse[]> {
  try {
    return await client.listTaskSteps(id);
  } catch (error) {
    if (error instanceof TaskerClientError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}
