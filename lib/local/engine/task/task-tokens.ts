import type { JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import { StatesError } from '../../base/states-error.ts';
import { parseData } from '../../base/json-text.ts';

/** Why an answer with a task token was refused: the error names of the AWS API. */
export class TaskTokenError extends Error {
  /** The error's name in the AWS API. */
  override readonly name: 'InvalidToken' | 'TaskTimedOut' | 'InvalidOutput';

  constructor(name: TaskTokenError['name'], message: string) {
    super(message);
    this.name = name;
  }
}

/** An open task: what its state waits for. */
export interface OpenTask {
  /** What the task is answered with. */
  readonly token: string;
  /** Settles when the task is answered. */
  readonly answer: Promise<JsonValue>;
  /** When the task last gave a sign of life, in ms of the clock. */
  lastHeartbeat: number;
  /** Takes no more answers: nobody waits for them. */
  close(): void;
}

/** How every token begins, so that a closed one can be told from one that never was. */
const TOKEN_START = 'AQCgAAAAKgAAAAMAAAAA';

interface Waiting {
  readonly task: OpenTask;
  /** Resolves when nobody waits for an answer any more. */
  readonly closed: Promise<void>;
  readonly clock: Clock;
  readonly resolve: (output: JsonValue) => void;
  readonly reject: (error: StatesError) => void;
}

/**
 * The tasks that wait to be told their result, by token: `SendTaskSuccess`, `SendTaskFailure` and `SendTaskHeartbeat`.
 * One object may serve many executions.
 *
 * @example
 * ```ts
 * import { TaskTokens } from 'tasker-sfn/local';
 * const tokens = new TaskTokens();
 * // startExecution({ …, tokens }); then, with the token that the task was given:
 * declare const token: string;
 * tokens.sendTaskSuccess(token, '{"approved":true}');
 * ```
 */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();

  /** Opens a task under a new token made of `id`. */
  open(id: string, clock: Clock): OpenTask {
    const token = TOKEN_START + Buffer.from(id).toString('base64url');
    let resolve: Waiting['resolve'] = () => {};
    let reject: Waiting['reject'] = () => {};
    const answer = new Promise<JsonValue>((...settle) => ([resolve, reject] = settle));
    // The state may fail before it looks at the answer.
    answer.catch(() => undefined);
    let tellClosed = () => {};
    const closed = new Promise<void>((settle) => (tellClosed = settle));
    const close = () => {
      this.#waiting.delete(token);
      tellClosed();
    };
    const task: OpenTask = { token, answer, lastHeartbeat: clock.now(), close };
    this.#waiting.set(token, { task, closed, clock, resolve, reject });
    return task;
  }

  /** Whether a token is one that this engine makes, be its task open or not. */
  isOwn(token: string): boolean {
    return token.startsWith(TOKEN_START);
  }

  /** Resolves when nobody waits for an answer to the task any more. */
  async closed(token: string): Promise<void> {
    await this.#waiting.get(token)?.closed;
  }

  /** Ends a task with its result, as JSON text. Throws a {@link TaskTokenError}. */
  sendTaskSuccess(token: string, output: string): void {
    const waiting = this.#find(token);
    let value: JsonValue;
    try {
      value = parseData(output);
    } catch {
      throw new TaskTokenError('InvalidOutput', "Invalid Output: 'The output is not JSON.'");
    }
    waiting.task.close();
    waiting.resolve(value);
  }

  /** Ends a task with an error. Throws a {@link TaskTokenError}. */
  sendTaskFailure(token: string, error?: string, cause?: string): void {
    const waiting = this.#find(token);
    waiting.task.close();
    waiting.reject(new StatesError(error, cause));
  }

  /** Tells that a task is alive. Throws a {@link TaskTokenError}. */
  sendTaskHeartbeat(token: string): void {
    const { task, clock } = this.#find(token);
    task.lastHeartbeat = clock.now();
  }

  #find(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (waiting !== undefined) return waiting;
    if (this.isOwn(token)) {
      throw new TaskTokenError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new TaskTokenError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
}
