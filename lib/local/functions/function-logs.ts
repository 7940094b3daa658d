import { AwsError } from '../base/api/aws-error.ts';

/** How much is kept of all logs, in characters: the oldest lines go first. */
const MOST_CHARS = 64_000_000;

/** As many events are on a page, as on AWS. */
const PAGE = 10_000;

/** A line of a log, as CloudWatch Logs tells it. */
export interface LogEvent {
  /** Where the function's process wrote it. */
  readonly logStreamName: string;
  /** When CloudWatch got it, in ms since 1970. */
  readonly timestamp: number;
  /** The line. */
  readonly message: string;
  /** When CloudWatch could first show it, in ms since 1970. */
  readonly ingestionTime: number;
  /** No other event has it. */
  readonly eventId: string;
}

/**
 * What hosted functions have logged, and the one call of CloudWatch Logs that finds it again: `FilterLogEvents`, with patterns of
 * terms. A log group is there once its function has run.
 *
 * @example
 * ```ts
 * import { FunctionLogs } from 'tasker-sfn/local';
 * const logs = new FunctionLogs();
 * logs.add('greet', 'START RequestId: 1\nHello\nEND RequestId: 1\n');
 * console.log(logs.filterLogEvents({ logGroupName: '/aws/lambda/greet', filterPattern: 'Hello' }).events.length); // 1
 * ```
 */
export class FunctionLogs {
  readonly #now: () => number;
  /** By name of the group, oldest first. */
  readonly #groups = new Map<string, LogEvent[]>();
  /** Of which group each line is, oldest first. */
  readonly #order: string[] = [];
  #chars = 0;
  #count = 0;

  /** @param now The clock, in ms since 1970: that of the executions, which may run faster than the wall's. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes the log of an invocation. */
  readonly add = (functionName: string, log: string): void => {
    const group = `/aws/lambda/${functionName}`;
    const events = this.#groups.get(group) ?? [];
    this.#groups.set(group, events);
    const at = this.#now();
    for (const line of log.split('\n')) {
      if (line === '') continue;
      // The console's lines of a function keep their breaks as `\r`, as on Lambda.
      const message = line.replaceAll('\r', '\n');
      this.#count++;
      const eventId = String(this.#count).padStart(20, '0');
      events.push({ logStreamName: 'local', timestamp: at, message, ingestionTime: at, eventId });
      this.#order.push(group);
      this.#chars += message.length;
    }
    this.#forget();
  };

  /** Answers `FilterLogEvents`. Throws an `AwsError` as CloudWatch Logs does. */
  filterLogEvents(input: unknown): { readonly events: readonly LogEvent[]; readonly nextToken?: string } {
    const { logGroupName, filterPattern = '', startTime, endTime, limit, nextToken } = readInput(input);
    const events = this.#groups.get(logGroupName);
    if (events === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    const fits = matcherOf(filterPattern);
    const after = nextToken ?? '';
    const found = events.filter(
      ({ eventId, timestamp, message }) =>
        eventId > after && timestamp >= startTime && timestamp <= endTime && fits(message),
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { events: page, ...(last !== undefined && found.length > page.length && { nextToken: last.eventId }) };
  }

  #forget(): void {
    let gone = 0;
    while (this.#chars > MOST_CHARS && gone < this.#order.length) {
      const event = this.#groups.get(this.#order[gone] ?? '')?.shift();
      this.#chars -= event?.message.length ?? 0;
      gone++;
    }
    this.#order.splice(0, gone);
  }
}

interface Input {
  readonly logGroupName: string;
  readonly filterPattern?: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
  readonly nextToken?: string;
}

function readInput(input: unknown): Input {
  const { logGroupName, filterPattern, startTime, endTime, limit, nextToken } = (input ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof logGroupName !== 'string') throw invalid('FilterLogEvents needs a "logGroupName" here.');
  if (filterPattern !== undefined && typeof filterPattern !== 'string') throw invalid('"filterPattern" must be text.');
  return {
    logGroupName,
    ...(filterPattern !== undefined && { filterPattern }),
    startTime: typeof startTime === 'number' ? startTime : -Infinity,
    endTime: typeof endTime === 'number' ? endTime : Infinity,
    limit: typeof limit === 'number' ? Math.max(1, Math.min(limit, PAGE)) : PAGE,
    ...(typeof nextToken === 'string' && { nextToken }),
  };
}

/**
 * Reads a pattern of terms: a line must hold all plain ones, none with a `-`, and one of those with a `?` if there are no others.
 * CloudWatch's guide: "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail".
 */
function matcherOf(pattern: string): (message: string) => boolean {
  if (/^\s*[{[%]/.test(pattern)) {
    throw invalid(`The local CloudWatch Logs knows patterns of terms alone, and not ${pattern.trim().slice(0, 40)}.`);
  }
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign = '', quoted, word]) => ({
    sign,
    text: quoted?.replace(/\\(.)/g, '$1') ?? word ?? '',
  }));
  const of = (sign: string) => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, none, some] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    !none.some((text) => message.includes(text)) &&
    (all.length > 0 || some.length === 0 || some.some((text) => message.includes(text)));
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
