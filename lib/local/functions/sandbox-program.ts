import type { SandboxMessage, SandboxRequest, ThrownValue } from './sandbox-messages.ts';

/** A function's code, once it is loaded. */
interface HandlerModule {
  readonly handler?: unknown;
}

/**
 * The program of a function's process: what Lambda's runtime for Node does. It is sent to the process as text, so it may
 * use nothing that stands outside of it.
 */
export function sandboxProgram(load: () => Promise<HandlerModule>, logEnd: string): void {
  const { format } = process.getBuiltinModule('node:util');
  const sendMessage = process.send?.bind(process);
  const { env } = process;
  let handler: unknown;
  let requestId: string | undefined;

  const send = (message: SandboxMessage, sent?: () => void) => sendMessage?.(message, undefined, {}, () => sent?.());
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
      process.stdout.write(`${new Date().toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${line}\n`);
    };
  }

  const crash = (thrown: unknown, code: number) => {
    send({ kind: 'thrown', requestId, thrown: describe(thrown) }, () => process.exit(code));
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
  process.on('disconnect', () => process.exit());

  const run = async (request: SandboxRequest): Promise<string> => {
    if (typeof handler !== 'function') {
      const error = new Error('index.handler is undefined or not exported');
      error.name = 'Runtime.HandlerNotFound';
      throw error;
    }
    const result: unknown = await (handler as (...args: unknown[]) => unknown)(JSON.parse(request.event), {
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
      functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
      invokedFunctionArn: request.functionArn,
      memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
      awsRequestId: request.requestId,
      logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, request.deadline - Date.now()),
    });
    try {
      return JSON.stringify(result) ?? 'null';
    } catch {
      throw new Error('Unable to stringify response body');
    }
  };

  process.on('message', (request: SandboxRequest) => {
    requestId = request.requestId;
    run(request)
      .then(
        (payload): SandboxMessage => ({ kind: 'result', requestId: request.requestId, payload }),
        (thrown: unknown): SandboxMessage => ({
          kind: 'thrown',
          requestId: request.requestId,
          thrown: describe(thrown),
        }),
      )
      .then((message) => {
        process.stdout.write(`${logEnd}${request.requestId}\n`);
        requestId = undefined;
        send(message);
      })
      .catch((error: unknown) => {
        crash(error, 1);
      });
  });

  load().then(
    (module) => {
      handler = module.handler;
      send({ kind: 'ready' });
    },
    (error: unknown) => {
      console.error('Uncaught Exception', error);
      crash(error, 1);
    },
  );
}
