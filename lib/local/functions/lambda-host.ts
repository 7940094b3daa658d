import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functionArn, LOCAL_REGION } from '../base/arns.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { StatesError } from '../base/states-error.ts';
import type { ErrorPayload } from './error-payload.ts';
import { FunctionPool } from './function-pool.ts';
import { hidePaths } from './hide-paths.ts';
import type { HostedFunction } from './hosted-function.ts';
import { DEFAULT_MEMORY, DEFAULT_TIMEOUT, LARGEST_PAYLOAD } from './hosted-function.ts';
import { functionNameOf } from '../../states-language/function-name.ts';
import type { SandboxRequest } from './sandbox-messages.ts';
import type { SandboxOutcome } from './sandbox.ts';
import { parseData, printData } from '../base/json-text.ts';
import { remote } from './lambda-function.ts';

/** What a host is made of. */
export interface LambdaHostOptions {
  /** By name; it is looked at anew for each invocation. */
  readonly functions: ReadonlyMap<string, HostedFunction>;
  /** The environment that all functions get. @default none */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The region in the ARNs of functions. @default "us-east-1" */
  readonly region?: string;
  /**
   * The folder of the project: errors show it as `/var/task`, and other paths of this machine by their last part alone.
   * @default errors show paths as they are
   */
  readonly codeRoot?: string;
  /**
   * All functions share processes, of which some start `ahead` of the first invocation: they are sooner there, and each
   * invocation still has one to itself. All have the same `memory`, in MB, and their traces name lines of the bundle.
   * @default each function has processes of its own, as on Lambda
   */
  readonly sharedProcesses?: {
    /** The memory of each, in MB. */
    readonly memory: number;
    /** How many are started before anyone asks for them. */
    readonly ahead: number;
  };
  /** Told of what functions write, invocation by invocation. */
  readonly onOutput?: (functionName: string, output: string) => void;
  /** Told of each error that a function has thrown: its stack trace as it was, and the event as JSON text. */
  readonly onThrown?: (functionName: string, trace: readonly string[], event: string) => void;
  /** Told of the log of each invocation: what the function wrote, between the lines of Lambda itself; and the event as JSON text. */
  readonly onLog?: (functionName: string, log: string, event: string) => void;
}

/** The code of a function has failed while it was loaded: what it is to do before any invocation. */
export class FunctionLoadError extends Error {
  /** The stack trace as it was; empty where there is none, as of a process that has ended. */
  readonly trace: readonly string[];

  /** `message` is what was thrown, with its type. */
  constructor(message: string, trace: readonly string[]) {
    super(message);
    this.name = 'FunctionLoadError';
    this.trace = trace;
  }
}

/** Stands for the request where a function is loaded alone. */
const LOADING = 'load';

/** How an invocation of a hosted function ended. */
export interface Invocation {
  /** The result or the error, as JSON text. */
  readonly payload: string;
  /** Whether the payload is an error. */
  readonly failed: boolean;
  /** The log as CloudWatch would show it. */
  readonly log: string;
}

/**
 * Runs functions as Lambda does: each in processes of its own, with its memory and its time; what they do to their process harms
 * nobody else. {@link serveLambda} puts it
 * on a port; {@link LambdaHost.resolve} gives it to `lambdaInvoker`.
 *
 * @example
 * ```ts
 * import { LambdaHost } from 'tasker-sfn/local';
 * const host = new LambdaHost({ functions: new Map([['greet', { file: '/tmp/greet/index.mjs', timeout: 10 }]]) });
 * const { payload } = await host.invoke('greet', '{"name":"Ada"}', 'request-1');
 * host.close();
 * ```
 */
export class LambdaHost {
  readonly #options: LambdaHostOptions;
  readonly #pools = new Map<string, { readonly pool: FunctionPool; readonly version: string | undefined }>();
  readonly #shared: FunctionPool | undefined;

  constructor(options: LambdaHostOptions) {
    this.#options = options;
    const { sharedProcesses: shared } = options;
    if (shared === undefined) return;
    this.#shared = new FunctionPool({ memory: shared.memory, sourceMaps: false, environment: this.#environment() });
    this.#shared.prepare(shared.ahead);
  }

  /** Whether a debugger can stop one of the processes. No time limit ends what runs there. */
  get isDebugged(): boolean {
    const pools = [...this.#pools.values()].map(({ pool }) => pool);
    return [...pools, ...(this.#shared === undefined ? [] : [this.#shared])].some((pool) => pool.isDebugged);
  }

  /** Whether there is a function of the name or ARN. */
  has(nameOrArn: string): boolean {
    return this.#options.functions.has(functionNameOf(nameOrArn));
  }

  /** The full ARN of a function. */
  arnOf(nameOrArn: string): string {
    const { region = LOCAL_REGION } = this.#options;
    return functionArn(functionNameOf(nameOrArn), region);
  }

  /** Runs a function once, with an event as JSON text. Never rejects for what the function does. */
  async invoke(nameOrArn: string, event: string, requestId: string): Promise<Invocation> {
    const name = functionNameOf(nameOrArn);
    const { onLog, onOutput, onThrown } = this.#options;
    const settings = this.#settingsOf(name);
    const outcome = await this.#poolOf(name, settings).invoke({
      ...this.#requestFor(name, settings, requestId),
      event,
    });
    if (outcome.failed && onThrown !== undefined) onThrown(name, traceIn(outcome.payload), event);
    const answer = this.#withoutPaths(withinSize(outcome));
    onOutput?.(name, outcome.log);
    const log = wholeLog(requestId, outcome, settings);
    onLog?.(name, log, event);
    return { ...answer, log };
  }

  /** Loads a function without running it. Rejects with a {@link FunctionLoadError} where its code fails. */
  async load(nameOrArn: string): Promise<void> {
    const name = functionNameOf(nameOrArn);
    const settings = this.#settingsOf(name);
    const { failed, payload } = await this.#poolOf(name, settings).invoke(this.#requestFor(name, settings, LOADING));
    if (!failed) return;
    const { errorType, errorMessage } = JSON.parse(payload) as ErrorPayload;
    // There is no request yet.
    throw new FunctionLoadError(
      `${errorType}: ${errorMessage.replace(`RequestId: ${LOADING} Error: `, '')}`,
      traceIn(payload),
    );
  }

  /** The function of a name or ARN, in the form that `lambdaInvoker` asks for. */
  resolve(nameOrArn: string): LambdaFunction | undefined {
    if (!this.has(nameOrArn)) return undefined;
    return remote(async (event, { awsRequestId }) => {
      const { payload, failed } = await this.invoke(nameOrArn, printData(event), awsRequestId);
      const value = parseData(payload);
      if (!failed) return value;
      throw new StatesError((value as { readonly errorType?: string }).errorType ?? 'Lambda.Unknown', payload);
    });
  }

  /** Ends all processes. */
  close(): void {
    this.#shared?.close();
    for (const { pool } of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #settingsOf(name: string): HostedFunction {
    const settings = this.#options.functions.get(name);
    if (settings === undefined) throw new Error(`There is no function "${name}".`);
    return settings;
  }

  #requestFor(name: string, settings: HostedFunction, requestId: string): SandboxRequest {
    return {
      requestId,
      module: moduleOf(settings),
      environment: this.#variablesOf(name, settings),
      functionArn: this.arnOf(name),
      timeout: (settings.timeout ?? DEFAULT_TIMEOUT) * 1000,
    };
  }

  #poolOf(name: string, settings: HostedFunction): FunctionPool {
    const { memory = DEFAULT_MEMORY, file, command } = settings;
    if (command === undefined && this.#shared !== undefined) return this.#shared;
    // Processes of Node load changed code as another module; those of custom runtimes hold what they were started with.
    const version = command === undefined ? undefined : `${settings.version ?? ''} ${command.join(' ')}`;
    const known = this.#pools.get(name);
    if (known?.version === version && known !== undefined) return known.pool;
    known?.pool.close();
    const pool = new FunctionPool({
      memory,
      sourceMaps: true,
      environment: { ...this.#environment(), ...this.#variablesOf(name, settings) },
      ...(command !== undefined && { runtime: { command, folder: dirname(file) } }),
    });
    this.#pools.set(name, { pool, version });
    return pool;
  }

  #withoutPaths(answer: Pick<Invocation, 'payload' | 'failed'>): Pick<Invocation, 'payload' | 'failed'> {
    const { codeRoot } = this.#options;
    if (!answer.failed || codeRoot === undefined) return answer;
    return { ...answer, payload: hidePaths(answer.payload, codeRoot) };
  }

  /** The environment that all functions have. */
  #environment() {
    const { region = LOCAL_REGION, environment } = this.#options;
    return { ...environment, AWS_REGION: region, AWS_DEFAULT_REGION: region, TZ: ':UTC' };
  }

  /** The variables that are a function's own. */
  #variablesOf(
    name: string,
    { memory = DEFAULT_MEMORY, environment }: HostedFunction,
  ): Readonly<Record<string, string>> {
    const stream = createHash('sha256').update(name).digest('hex').slice(0, 32);
    return {
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${stream}`,
      ...environment,
    };
  }
}

/** Node keeps a module by its URL. */
function moduleOf({ file, version }: HostedFunction): string {
  const { href } = pathToFileURL(file);
  return version === undefined ? href : `${href}?v=${version}`;
}

/** What Node's runtime calls `trace`, others call `stackTrace`; each entry may be several lines. */
function traceIn(payload: string): readonly string[] {
  const { trace, stackTrace = [] } = JSON.parse(payload) as ErrorPayload & { readonly stackTrace?: readonly string[] };
  return trace ?? stackTrace.flatMap((each) => each.split('\n'));
}

function withinSize({ payload, failed }: SandboxOutcome): Pick<Invocation, 'payload' | 'failed'> {
  if (Buffer.byteLength(payload) <= LARGEST_PAYLOAD) return { payload, failed };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${String(LARGEST_PAYLOAD)} bytes).`;
  return { payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }), failed: true };
}

/** The log with the lines that Lambda itself writes around it. */
function wholeLog(
  requestId: string,
  { log, duration, initDuration, failed, payload }: SandboxOutcome,
  { memory = DEFAULT_MEMORY }: HostedFunction,
): string {
  const isFault = failed && /^\{"errorType":"(Sandbox\.Timedout|Runtime\.ExitError)"/.test(payload);
  const fault = isFault ? `${(JSON.parse(payload) as { readonly errorMessage: string }).errorMessage}\n` : '';
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${String(Math.ceil(duration))} ms`,
    `Memory Size: ${String(memory)} MB`,
    ...(initDuration === undefined ? [] : [`Init Duration: ${initDuration.toFixed(2)} ms`]),
  ];
  const body = log === '' || log.endsWith('\n') ? log : `${log}\n`;
  return `START RequestId: ${requestId} Version: $LATEST\n${body}${fault}END RequestId: ${requestId}\n${report.join('\t')}\n`;
}
