import type { SandboxMessage, SandboxRequest, ThrownValue } from './sandbox-messages.ts';

type Handler = (event: unknown, context: object) => unknown;

/**
 * The program of a function's process: what Lambda's runtime for Node does. It is sent to the process as text, so it may
 * use nothing that stands outside of it. It talks to its host over file descriptor 3: `process.send` is not there, as on
 * Lambda. The first line that it reads is a secret, which stands before each line that it writes: what functions write there
 * is no message. All that it uses is taken before functions come, since they may put something else in its place.
 */
export function sandboxProgram(load: (url: string) => Promise<{ readonly handler?: unknown }>, logEnd: string): void {
  const { format } = process.getBuiltinModule('node:util');
  const { Socket } = process.getBuiltinModule('node:net');
  const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');
  const inspector = process.getBuiltinModule('node:inspector');
  const { env } = process;
  const { parse, stringify } = JSON;
  const now = Date.now.bind(Date);
  const exit = process.exit.bind(process);
  const writeOut = process.stdout.write.bind(process.stdout);
  const channel = new Socket({ fd: 3 });
  const writeChannel = channel.write.bind(channel);
  const invocations = new AsyncLocalStorage<string>();
  const handlers = new Map<string, Handler>();
  let secret = '';
  let current: string | undefined;

  const send = (message: SandboxMessage, sent?: () => void) =>
    writeChannel(`${secret} ${stringify(message)}\n`, () => sent?.());
  const describe = (thrown: unknown): ThrownValue => {
    const { name, message, stack } = (thrown ?? {}) as Record<string, unknown>;
    if (typeof name === 'string' && typeof message === 'string' && typeof stack === 'string')
      return { name, message, stack };
    return { type: typeof thrown, text: String(thrown) };
  };

  // Lambda's log lines: time, request, level, text.
  for (const [method, level] of Object.entries({
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    debug: 'DEBUG',
    trace: 'TRACE',
  })) {
    (console as unknown as Record<string, unknown>)[method] = (...parts: unknown[]) => {
      const line = format(...parts).replaceAll('\n', '\r');
      process.stdout.write(`${new Date(now()).toISOString()}\t${current ?? 'undefined'}\t${level}\t${line}\n`);
    };
  }

  const crash = (thrown: unknown, code: number) => {
    // What an earlier invocation has left behind is not this one's fault; the process of the earlier one may be another's now.
    const owner = invocations.getStore();
    if (owner !== undefined && owner !== current) return;
    send({ kind: 'crashed', requestId: current, thrown: describe(thrown) }, () => exit(code));
  };
  process.on('uncaughtException', (error) => {
    console.error('Uncaught Exception', error);
    crash(error, 129);
  });
  process.on('unhandledRejection', (reason) => {
    console.error('Unhandled Promise Rejection', reason);
    const { stack = '' } = reason instanceof Error ? reason : new Error();
    crash({ name: 'Runtime.UnhandledPromiseRejection', message: String(reason), stack }, 128);
  });

  const find = async ({ module, requestId }: SandboxRequest): Promise<Handler> => {
    const known = handlers.get(module);
    const found = known ?? (await load(module)).handler;
    send({ kind: 'begun', requestId, isFirst: known === undefined });
    if (typeof found === 'function') {
      handlers.set(module, found as Handler);
      return found as Handler;
    }
    const error = new Error('index.handler is undefined or not exported');
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  };

  const run = async (request: SandboxRequest, handler: Handler): Promise<string> => {
    if (request.event === undefined) return 'null';
    const end = now() + request.timeout;
    const result = await handler(parse(request.event), {
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
      functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
      invokedFunctionArn: request.functionArn,
      memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
      awsRequestId: request.requestId,
      logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, end - now()),
    });
    try {
      return stringify(result) ?? 'null';
    } catch {
      throw new Error('Unable to stringify response body');
    }
  };

  const answer = async (request: SandboxRequest): Promise<void> => {
    const { requestId } = request;
    current = requestId;
    Object.assign(env, request.environment);
    let handler: Handler;
    try {
      handler = await find(request);
    } catch (error) {
      console.error('Uncaught Exception', error);
      return crash(error, 1);
    }
    const message = await invocations.run(requestId, () =>
      run(request, handler).then(
        (payload): SandboxMessage => ({ kind: 'result', requestId, payload }),
        (thrown: unknown): SandboxMessage => ({ kind: 'thrown', requestId, thrown: describe(thrown) }),
      ),
    );
    writeOut(`${logEnd}${requestId}\n`);
    current = undefined;
    send(message);
  };

  let unread = '';
  channel.setEncoding('utf8');
  channel.on('data', (text: string) => {
    const lines = (unread + text).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      if (secret === '') {
        secret = line;
        send({ kind: 'ready', isDebugged: inspector.url() !== undefined });
      } else {
        answer(parse(line) as SandboxRequest).catch((error: unknown) => {
          crash(error, 1);
        });
      }
    }
  });
  // The host is gone.
  channel.on('close', () => exit());
  channel.on('error', () => exit());
}
