import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LambdaHost,
  LocalStepFunctions,
  serveLambda,
  serveStepFunctions,
  type Listening,
} from '../../../../lib/local/index.ts';

let service: LocalStepFunctions;
let servers: readonly Listening[];
const reached: string[] = [];

beforeAll(async () => {
  service = await LocalStepFunctions.open({ invoke: async () => null });
  const allowedHosts = ['host.docker.internal'];
  const host = new LambdaHost({ functions: new Map() });
  servers = [
    await serveStepFunctions(service, {
      port: 0,
      allowedHosts,
      others: async ({ url = '' }, response) => {
        reached.push(url);
        response.writeHead(200).end('{}');
      },
    }),
    await serveLambda(host, { port: 0, allowedHosts }),
  ];
});

afterAll(async () => {
  for (const server of servers) await server.close();
  await service.close();
});

/** Sends a request as it is written, for what no client would send; gives the status of the answer. */
function send(port: number, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])));
    socket.on('error', reject);
    socket.write(text);
  });
}

function request(headers: Readonly<Record<string, string>>, method = 'POST', path = '/v1/tasks', body = '{}'): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

describe('callers that are answered', () => {
  it.each([
    ['127.0.0.1'],
    ['127.0.0.1:PORT'],
    ['localhost:PORT'],
    ['LOCALHOST.:PORT'],
    ['shop.localhost:PORT'],
    ['[::1]:PORT'],
    ['192.168.1.7:PORT'],
    ['host.docker.internal:PORT'],
  ])('Host %s', async (host) => {
    for (const { port } of servers) {
      expect(await send(port, request({ Host: host.replace('PORT', String(port)) }))).not.toBe(403);
    }
  });

  it('pages that come from here, and the address bar', async () => {
    const [{ port } = { port: 0 }] = servers;
    const host = `localhost:${port}`;
    const headers = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
    expect(await send(port, request(headers))).toBe(200);
    expect(await send(port, request({ Host: host, 'Sec-Fetch-Site': 'none' }, 'GET', '/v1/tasks', ''))).toBe(200);
  });
});

describe('callers that are refused, on either port', () => {
  const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a name that leads here', { Host: 'rebind.example:PORT' }],
    ['a name that looks like an address', { Host: '127.0.0.1.rebind.example:PORT' }],
    ['a name that looks like a loopback name', { Host: 'localhost.rebind.example:PORT' }],
    ['a name with a user before it', { Host: 'localhost@rebind.example:PORT' }],
    ['an empty host', { Host: '' }],
    ['a page of another site', { Host: 'localhost:PORT', Origin: 'https://evil.example' }],
    ['a page of another port', { Host: 'localhost:PORT', Origin: 'http://localhost:3000' }],
    ['the same port by another name', { Host: 'localhost:PORT', Origin: 'http://127.0.0.1:PORT' }],
    ['another scheme', { Host: 'localhost:PORT', Origin: 'https://localhost:PORT' }],
    ['a page in a sandbox', { Host: 'localhost:PORT', Origin: 'null' }],
    ['an image of another site', { Host: 'localhost:PORT', 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of the same site', { Host: 'localhost:PORT', 'Sec-Fetch-Site': 'same-site' }],
    [
      'a text that needs no preflight',
      { Host: 'localhost:PORT', Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
    ],
  ];

  it.each(foreign)('%s', async (_, headers) => {
    reached.length = 0;
    for (const { port } of servers) {
      const filled = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
      );
      for (const path of ['/', '/v1/tasks', '/2015-03-31/functions/f/invocations']) {
        expect(await send(port, request(filled, 'POST', path)), path).toBe(403);
        expect(await send(port, request(filled, 'GET', path, '')), path).toBe(403);
        expect(await send(port, request(filled, 'OPTIONS', path, '')), path).toBe(403);
      }
    }
    expect(reached).toEqual([]);
  });

  it('a request without a host', async () => {
    for (const { port } of servers) {
      expect(await send(port, 'POST /v1/tasks HTTP/1.0\r\n\r\n')).toBe(403);
      expect(await send(port, request({}))).toBe(400);
    }
  });
});
