import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION, ROOT, type Credentials } from './emulator.ts';

export interface SignedRequest {
  readonly url: string;
  readonly service: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whose keys to sign with; null for a request without signature. @default the account's own */
  readonly credentials?: Credentials | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** Sends a request as an HTTP client of AWS does: signed, and to this machine whatever the name of the host. */
export async function send(
  { url, service, method = 'GET', headers = {}, body, credentials = ROOT }: SignedRequest,
  ca: Buffer,
): Promise<Answer> {
  const { hostname, host, port, pathname, searchParams } = new URL(url);
  const unsigned = {
    method,
    protocol: 'https:',
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...headers },
    body,
  };
  const signer = new SignatureV4({
    service,
    region: REGION,
    sha256: Sha256,
    credentials: credentials ?? ROOT,
  });
  const signed = credentials === null ? unsigned : await signer.sign(unsigned);
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method,
        headers: signed.headers,
        ca,
        lookup: (_name, options, found) =>
          options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    call.on('error', fail);
    call.end(body);
  });
}

/** SHA-256 in the form that the signer takes. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
