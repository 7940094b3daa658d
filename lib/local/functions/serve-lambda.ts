import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listening, ListenOptions } from '../base/http/listen.ts';
import { listen } from '../base/http/listen.ts';
import { readBody } from '../base/http/read-body.ts';
import { functionNameOf } from '../../states-language/function-name.ts';
import type { LambdaHost } from './lambda-host.ts';
import { LARGEST_PAYLOAD } from './hosted-function.ts';

/** The largest event of an asynchronous invocation, in bytes. */
const LARGEST_ASYNC_EVENT = 1_048_576;
/** The part of the log that goes with an answer, in bytes. */
const LOG_TAIL = 4096;
const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?.*)?$/;

/** How the Lambda API is served. */
export interface ServeLambdaOptions extends ListenOptions {
  /** Told of mistakes of the service itself, and of asynchronous invocations that fail. */
  readonly report?: (problem: string) => void;
}

/**
 * Serves the Invoke operation of the Lambda API, for Step Functions Local, an AWS SDK or whatever else calls Lambda.
 *
 * @example
 * ```ts
 * import { LambdaHost, serveLambda } from 'tasker-sfn/local';
 * const host = new LambdaHost({ functions: new Map([['greet', { file: '/tmp/greet/index.mjs' }]]) });
 * const server = await serveLambda(host, { port: 3001 });
 * // aws lambda invoke --endpoint-url http://127.0.0.1:3001 --function-name greet out.json
 * await server.close();
 * ```
 */
export function serveLambda(host: LambdaHost, options: ServeLambdaOptions): Promise<Listening> {
  const { report = () => undefined } = options;
  return listen(options, (request, response) => answer(host, request, response, report), report);
}

async function answer(
  host: LambdaHost,
  request: IncomingMessage,
  response: ServerResponse,
  report: (problem: string) => void,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader('x-amzn-RequestId', requestId);
  const path = PATH.exec(request.url ?? '');
  const name = path?.[1] === undefined ? undefined : decode(path[1]);
  const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  const event = await readBody(request, LARGEST_PAYLOAD);
  if (name === undefined || request.method !== 'POST') {
    refuse(response, 404, 'UnknownOperationException', 'Only POST /2015-03-31/functions/{name}/invocations is served.');
  } else if (!host.has(name)) {
    refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${host.arnOf(name)}`);
  } else if (!['RequestResponse', 'Event', 'DryRun'].includes(type)) {
    refuse(
      response,
      400,
      'ValidationException',
      `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  } else if (event === undefined || (type === 'Event' && Buffer.byteLength(event) > LARGEST_ASYNC_EVENT)) {
    const limit = type === 'Event' ? LARGEST_ASYNC_EVENT : LARGEST_PAYLOAD;
    refuse(
      response,
      413,
      'RequestTooLargeException',
      `Request must be smaller than ${String(limit)} bytes for the InvokeFunction operation`,
    );
  } else if (!isJson(event)) {
    refuse(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json');
  } else if (type === 'DryRun') {
    response.writeHead(204).end();
  } else if (type === 'Event') {
    void host.invoke(name, event || '{}', requestId).then(({ failed, payload }) => {
      if (failed) report(`The asynchronous invocation ${requestId} of "${functionNameOf(name)}" failed: ${payload}`);
    });
    response.writeHead(202, { 'Content-Length': 0 }).end();
  } else {
    const { payload, failed, log } = await host.invoke(name, event || '{}', requestId);
    const body = Buffer.from(payload);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'X-Amz-Executed-Version': '$LATEST',
      ...(failed && { 'X-Amz-Function-Error': 'Unhandled' }),
      ...(header(request, 'x-amz-log-type') === 'Tail' && { 'X-Amz-Log-Result': tailOf(log) }),
    });
    response.end(body);
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = Buffer.from(JSON.stringify({ Type: 'User', Message: message, message }));
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length, 'x-amzn-ErrorType': code })
    .end(body);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** An invocation without a body has an empty object for its event. */
function isJson(text: string): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function tailOf(log: string): string {
  return Buffer.from(log).subarray(-LOG_TAIL).toString('base64');
}
