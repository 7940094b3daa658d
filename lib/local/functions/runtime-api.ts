import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject } from '../../json.ts';
import { listen } from '../base/http/listen.ts';
import { readBody } from '../base/http/read-body.ts';
import { LARGEST_PAYLOAD } from './hosted-function.ts';
import type { SandboxMessage, SandboxRequest } from './sandbox-messages.ts';

/** The Runtime API of one process. */
export interface RuntimeApi {
  /** Where it listens, as `AWS_LAMBDA_RUNTIME_API` has it. */
  readonly address: Promise<string>;
  /** Gives the process an invocation as soon as it asks for one. */
  readonly ask: (request: SandboxRequest) => void;
  readonly close: () => void;
}

const ROOT = '/2018-06-01/runtime/';
const ANSWER = /^invocation\/([^/]+)\/(response|error)$/;
const ERROR_TYPE = 'lambda-runtime-function-error-type';

/**
 * Serves the Lambda Runtime API to a process: `next`, `response`, `error` and `init/error`, with the headers that AWS gives.
 * `told` hears of what the process does.
 *
 * AWS: "Using the Lambda runtime API for custom runtimes".
 */
export function serveRuntimeApi(told: (message: SandboxMessage) => void): RuntimeApi {
  let waiting: SandboxRequest | undefined;
  /** The request of the process for an invocation, while it waits for one. */
  let next: ServerResponse | undefined;
  let current: { readonly requestId: string; isAnswered: boolean } | undefined;
  let isFirst = true;

  const deliver = () => {
    if (waiting === undefined || next === undefined) return;
    const { requestId, event, functionArn, timeout } = waiting;
    waiting = undefined;
    told({ kind: 'begun', requestId, isFirst });
    isFirst = false;
    if (event === undefined) {
      // It asks for work, so it is loaded: that was all.
      told({ kind: 'result', requestId, payload: 'null' });
      told({ kind: 'logged', requestId });
      return;
    }
    current = { requestId, isAnswered: false };
    const response = next;
    next = undefined;
    response
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': requestId,
        'Lambda-Runtime-Deadline-Ms': String(Math.floor(Date.now() + timeout)),
        'Lambda-Runtime-Invoked-Function-Arn': functionArn,
        'Lambda-Runtime-Trace-Id': traceId(),
      })
      .end(event);
  };

  const takeNext = (response: ServerResponse) => {
    if (current?.isAnswered === false) {
      refuse(response, 403, 'InvalidStateTransition', 'The invocation that is under way has not been answered.');
      return;
    }
    if (current === undefined) told({ kind: 'ready', isDebugged: false });
    else endLog(current.requestId);
    next = response;
    response.on('close', () => {
      if (next === response) next = undefined;
    });
    deliver();
  };

  /** What it wrote before it asked for the next invocation is in the pipe already, and is read in the next round of the event loop. */
  const endLog = (requestId: string) => setImmediate(() => setImmediate(told, { kind: 'logged', requestId }));

  const takeAnswer = (
    id: string,
    what: string,
    body: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    if (current?.requestId !== id) {
      refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
      return;
    }
    if (current.isAnswered) {
      refuse(response, 403, 'InvalidStateTransition', 'The invocation has been answered.');
      return;
    }
    current.isAnswered = true;
    if (body === undefined) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${String(LARGEST_PAYLOAD)} bytes).`;
      const errorType = 'Function.ResponseSizeTooLarge';
      told({ kind: 'failed', requestId: id, payload: JSON.stringify({ errorType, errorMessage }), isOver: false });
      refuse(response, 413, 'RequestEntityTooLarge', errorMessage);
      return;
    }
    if (what === 'error') told({ kind: 'failed', requestId: id, payload: errorIn(body, request), isOver: false });
    else if (isJson(body)) told({ kind: 'result', requestId: id, payload: body });
    else told({ kind: 'failed', requestId: id, payload: NO_JSON, isOver: false });
    accept(response);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = request;
    const body = await readBody(request, LARGEST_PAYLOAD);
    const path = url.startsWith(ROOT) ? url.slice(ROOT.length) : '';
    const [, id, what] = ANSWER.exec(path) ?? [];
    if (method === 'GET' && path === 'invocation/next') takeNext(response);
    else if (method === 'POST' && id !== undefined && what !== undefined) takeAnswer(id, what, body, request, response);
    else if (method === 'POST' && path === 'init/error') {
      const requestId = waiting?.requestId;
      waiting = undefined;
      told({ kind: 'failed', requestId, payload: errorIn(body ?? '', request), isOver: true });
      accept(response);
    } else refuse(response, 404, 'NotFound', `The Runtime API has no ${method} ${url}.`);
  };

  let close = () => {
    isClosed = true;
  };
  let isClosed = false;
  const address = listen({ port: 0 }, answer, (problem) => {
    told({
      kind: 'failed',
      requestId: current?.requestId,
      payload: JSON.stringify({ errorType: 'Runtime.Unknown', errorMessage: problem }),
      isOver: true,
    });
  }).then((server) => {
    close = () => {
      next?.destroy();
      void server.close();
    };
    if (isClosed) close();
    return server.url.slice('http://'.length);
  });
  return {
    address,
    ask: (request) => {
      waiting = request;
      deliver();
    },
    close: () => {
      close();
    },
  };
}

const NO_JSON = JSON.stringify({
  errorType: 'Runtime.InvalidResponse',
  errorMessage: 'The runtime has answered with a text that is not JSON.',
});

/** What the runtime says of an error: JSON, or else its words. */
function errorIn(body: string, { headers }: IncomingMessage): string {
  const header = headers[ERROR_TYPE];
  const errorType = typeof header === 'string' ? header : 'Runtime.Unknown';
  try {
    const error = JSON.parse(body) as unknown;
    if (isJsonObject(error)) return 'errorType' in error ? body : JSON.stringify({ errorType, ...error });
  } catch {
    // Told below in its own words.
  }
  return JSON.stringify({ errorType, errorMessage: body });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}\n');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errorMessage, errorType }));
}

/** Of X-Ray, of which nothing is sampled here. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
