import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MINISTACK = 'ministack==1.5.33';
/** Lambda has it beside Python, and functions keep results and checkpoints with it. */
const BOTO3 = 'boto3==1.43.106';

export const REGION = 'us-east-1';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The account's own keys, which may do everything. */
export const ROOT: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const root = resolve(import.meta.dirname, '../..');
const venv = join(root, '.venv');
const python = join(venv, 'bin/python');

/** A running MiniStack, which serves AWS's APIs and runs the functions in Node. */
export interface Emulator {
  /** `https://127.0.0.1:…` */
  readonly endpoint: string;
  /** The certificate to trust. */
  readonly ca: Buffer;
  /** How AWS clients in this process reach it. */
  readonly connection: Connection;
  /** Variables with which other processes do. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: { readonly httpsAgent: Agent };
}

/** Says what is missing for a MiniStack on this machine. */
export function missingTool(): string | undefined {
  if (!runs('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'])) {
    return 'Python 3.10 or later with the modules venv and ensurepip';
  }
  if (!runs('openssl', ['version'])) return 'openssl';
  return undefined;
}

/**
 * Installs MiniStack in the project's own virtual environment and starts it. It checks signatures and IAM policies, and
 * speaks TLS, since the policies of our buckets and queues and of the CDK's own refuse anything else.
 */
export async function startEmulator(): Promise<Emulator> {
  install();
  const work = join(venv, 'deploy');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  // Functions run from here: they find the AWS SDK, which Lambda has, in the project, but not that all of it is ESM.
  writeFileSync(join(work, 'package.json'), '{}');
  const certificate = makeCertificate(work);
  const port = await freePort();
  const logFile = join(work, 'ministack.log');
  const log = openSync(logFile, 'a');
  const trust = { NODE_EXTRA_CA_CERTS: certificate.cert, AWS_CA_BUNDLE: certificate.cert };
  const server = spawn(python, ['-m', 'ministack'], {
    cwd: work,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env.PATH,
      HOME: work,
      TMPDIR: work,
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      LAMBDA_EXECUTOR: 'local',
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate.cert,
      MINISTACK_SSL_KEY: certificate.key,
      ...trust,
    },
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const endpoint = `https://127.0.0.1:${port}`;
  const ca = readFileSync(certificate.cert);
  await waitUntilReady(port, () => server.exitCode, logFile);
  return {
    endpoint,
    ca,
    connection: {
      endpoint,
      region: REGION,
      credentials: ROOT,
      requestHandler: { httpsAgent: new Agent({ ca }) },
    },
    env: {
      ...trust,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ROOT.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}

function install(): void {
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  const code =
    'import importlib.metadata as m, sys; [m.version(p) == v or sys.exit(1) for p, v in (a.split("==") for a in sys.argv[1:])]';
  const packages = [MINISTACK, BOTO3];
  if (runs(python, ['-c', code, ...packages])) return;
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' });
}

function makeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const cert = join(folder, 'server.crt');
  const key = join(folder, 'server.key');
  const names = 'subjectAltName=DNS:localhost,DNS:*.execute-api.localhost,IP:127.0.0.1';
  const subject = ['-subj', '/CN=localhost', '-addext', names];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    { stdio: 'ignore' },
  );
  return { cert, key };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function waitUntilReady(port: number, exitCode: () => number | null, logFile: string): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    if (exitCode() !== null) break;
    if (readFileSync(logFile, 'utf8').includes(`:${port} (`)) return;
    await sleep(500);
  }
  throw new Error(`MiniStack did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
