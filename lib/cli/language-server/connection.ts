import type { Readable } from 'node:stream';
import type { Output } from '../io.ts';

/** A message of the Language Server Protocol, as far as all have the same members. */
export interface RpcMessage {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
}

/** An answer that is an error, with a code of JSON-RPC. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

/** Codes of JSON-RPC and of the protocol. */
export const RpcCode = { parseError: -32_700, methodNotFound: -32_601, internalError: -32_603 } as const;

/** Frames messages as JSON-RPC over streams does: a header with the length, and JSON. */
export function writeMessage(output: Output, message: object): void {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  output.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/** Reads messages until the stream ends. What is no JSON is reported, and passed over. */
export async function* readMessages(input: Readable, onDamage: (error: Error) => void): AsyncGenerator<RpcMessage> {
  let unread: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    unread = Buffer.concat([unread, Buffer.from(chunk as Uint8Array)]);
    for (;;) {
      const head = unread.indexOf('\r\n\r\n');
      if (head < 0) break;
      const [, digits] = /^Content-Length: *(\d+)/im.exec(unread.subarray(0, head).toString()) ?? [];
      const begin = head + 4;
      const end = begin + Number(digits ?? 0);
      if (unread.length < end) break;
      const text = unread.subarray(begin, end).toString();
      unread = unread.subarray(end);
      const message = parse(text);
      if (message instanceof Error) onDamage(message);
      else yield message;
    }
  }
}

function parse(text: string): RpcMessage | Error {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null && !Array.isArray(message)) return message;
    return new Error(`A message is a JSON object, and not ${text}.`);
  } catch (error) {
    return error as Error;
  }
}
