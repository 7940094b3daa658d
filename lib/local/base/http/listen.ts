import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from './refuse-caller.ts';

/** How often a closing server looks for connections that nobody uses any more. */
const SWEEP_MS = 20;

/** Where a server listens. */
export interface ListenOptions {
  /** 0 chooses a free one. */
  readonly port: number;
  /** The address to listen at. @default "127.0.0.1" */
  readonly host?: string;
  /** Names of this machine that callers may use, beside loopback names and IP addresses. @default none */
  readonly allowedHosts?: readonly string[];
}

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:8083`. */
  readonly url: string;
  /** The port that it listens at. */
  readonly port: number;
  /** Takes no more requests, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Starts an HTTP server, which answers programs of this machine and no web pages of others. Rejects when the port is in use (`EADDRINUSE`). */
export async function listen(
  { port, host = '127.0.0.1', allowedHosts = [] }: ListenOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  report: (problem: string) => void,
): Promise<Listening> {
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, allowedHosts);
    if (refusal !== undefined) {
      request.resume();
      response
        .writeHead(403, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: refusal }));
      return;
    }
    // A request that its caller breaks off is no problem of ours.
    answer(request, response).catch((error: unknown) => {
      if (!request.destroyed || request.complete)
        report(error instanceof Error ? (error.stack ?? error.message) : String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${String(actual)}`,
    port: actual,
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection becomes idle when its request is answered: it must not keep the server up.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_MS);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
