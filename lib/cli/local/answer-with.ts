import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Answers requests to a Node server with an application that speaks the web's `fetch`. */
export function answerWith(
  load: () => Promise<(request: Request) => Response | Promise<Response>>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const answer = await (await load())(toRequest(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body), response).catch(unlessLeft);
  };
}

/** Methods that `fetch` does not take: no application answers them, and it says so of any other name. */
const FORBIDDEN: readonly string[] = ['CONNECT', 'TRACE', 'TRACK'];

/** A caller may leave before the answer is whole: from a stream of events there is no other way. */
function unlessLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

function toRequest(request: IncomingMessage): Request {
  const { method = 'GET', headers, url = '/' } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith(':') ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
    method: FORBIDDEN.includes(method) ? `X-${method}` : method,
    headers: entries,
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  });
}
