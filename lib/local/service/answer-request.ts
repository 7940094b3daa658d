import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ownMember } from '../../lookup.ts';
import { readBody } from '../base/http/read-body.ts';
import { AwsError } from '../base/api/aws-error.ts';
import type { LocalStepFunctions } from './local-step-functions.ts';

/** The largest request: a definition as large as can be, with escapes. */
const LARGEST_REQUEST = 8 * 1_048_576;
const TARGET = 'AWSStepFunctions.';

/** Answers an operation of another API of AWS. Throws an `AwsError` for what the caller has done wrong. */
export type OtherApi = (operation: string, input: unknown) => object;

/** What answers: the service, and other APIs by what their targets begin with. */
export interface Answering {
  readonly service: LocalStepFunctions;
  readonly apis: Readonly<Record<string, OtherApi>>;
}

/** Answers a request to the Step Functions API, or another: AWS JSON, the operation named by the header `X-Amz-Target`. */
export async function answerRequest(
  { service, apis }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
  report: (problem: string) => void,
  /** Aborted when the server closes. */
  closing: AbortSignal,
): Promise<void> {
  response.setHeader('x-amzn-RequestId', randomUUID());
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') {
    request.resume();
    response.writeHead(404).end('<UnknownOperationException/>\n');
    return;
  }
  let status = 200;
  let body: object;
  try {
    const text = await readBody(request, LARGEST_REQUEST);
    if (text === undefined) throw new AwsError('ValidationException', 'Request size exceeded the limit');
    const [name = '', operation = ''] = target.split('.');
    const other = ownMember(apis, name);
    if (other !== undefined) body = other(operation, parseRequest(text));
    else {
      if (!target.startsWith(TARGET)) throw new AwsError('UnknownOperationException', `Unknown operation: ${target}`);
      const connection = () => connectionTo(response, closing);
      body = await service.call(target.slice(TARGET.length), parseRequest(text), connection);
    }
  } catch (thrown) {
    // The caller has hung up: there is nobody to answer.
    if (!request.complete) return;
    const error = thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', 'The local service failed.');
    if (error !== thrown)
      report(`${target}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    status = error.status;
    body = error.toJSON();
    response.setHeader('x-amzn-ErrorType', error.name);
  }
  const bytes = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': bytes.length })
    .end(bytes);
}

/** Aborted when there is nobody to answer any more, or no time. */
function connectionTo(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const connection = new AbortController();
  const end = () => {
    closing.removeEventListener('abort', end);
    connection.abort();
  };
  closing.addEventListener('abort', end);
  response.once('close', end);
  if (closing.aborted || response.destroyed) end();
  return connection.signal;
}

function parseRequest(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request is not valid JSON.');
  }
}
