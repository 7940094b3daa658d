/**
 * The user registration over HTTP, on `tasker-sfn local` in a process of its own: start-up time, executions per second and
 * their latency, and the memory that a finished execution keeps. Run after a build: npx tsx bench/local-http.ts [executions]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bindFunctions } from '../lib/asl/functions/bind-functions.ts';
import { compileTemplate } from '../lib/compile.ts';
import { lambdaInvoker, LocalStepFunctions, virtualClock } from '../lib/local/index.ts';

const EXECUTIONS = Number(process.argv[2] ?? 1_000);
const CONCURRENCY = Number(process.argv[3] ?? 50);
const TEMPLATE = 'templates/microservices/user_registration.yaml';
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

const started = performance.now();
const server = spawn(process.execPath, ['dist/bin/tasker-sfn.js', 'local', '--port', '0', '--lambda-port', '0'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const greeting = await outputUntil(server, 'Ctrl-C');
const startUp = performance.now() - started;
const url = /^Step Functions +(\S+)/m.exec(greeting)?.[1] ?? '';
const stateMachineArn = /--state-machine-arn (\S+)/.exec(greeting)?.[1] ?? '';

let next = 0;
const latencies: number[] = [];
await runOne(); // The functions' processes start with their first invocation.
latencies.length = 0;
const begun = performance.now();
await Promise.all(
  Array.from({ length: CONCURRENCY }, async () => {
    while (next < EXECUTIONS) await runOne();
  }),
);
const took = performance.now() - begun;
latencies.sort((a, b) => a - b);
server.kill('SIGTERM');
agent.destroy();

console.table({
  'start-up, ms': startUp.toFixed(0),
  'executions over HTTP': EXECUTIONS,
  'at the same time': CONCURRENCY,
  'executions per second': ((EXECUTIONS / took) * 1000).toFixed(0),
  'median latency, ms': (latencies[Math.floor(latencies.length / 2)] ?? 0).toFixed(0),
  '95th percentile, ms': (latencies[Math.floor(latencies.length * 0.95)] ?? 0).toFixed(0),
  'bytes per finished execution': (await memoryPerExecution(2_000)).toFixed(0),
});

async function runOne(): Promise<void> {
  const name = `bench-${next++}`;
  const email = `${name}@example.com`;
  const input = JSON.stringify({ context: { user_info: { name, email, plan: 'pro', source: 'web' } } });
  const at = performance.now();
  const { executionArn } = await call('StartExecution', { stateMachineArn, name, input });
  for (;;) {
    const { status } = await call('DescribeExecution', { executionArn });
    if (status === 'SUCCEEDED') break;
    if (status !== 'RUNNING') throw new Error(`${name} ended as ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  latencies.push(performance.now() - at);
}

function call(operation: string, body: object): Promise<any> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'X-Amz-Target': `AWSStepFunctions.${operation}` } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve(JSON.parse(text));
        });
      },
    );
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

function outputUntil(child: ChildProcess, mark: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes(mark)) resolve(text);
    });
    child.on('close', (code) => {
      reject(new Error(`local ended with ${code}`));
    });
  });
}

/** What a finished execution keeps in this process, history included; its functions answer at once. */
async function memoryPerExecution(count: number): Promise<number> {
  const compiled = compileTemplate(readFileSync(TEMPLATE, 'utf8'), { file: TEMPLATE }).value;
  if (compiled === undefined) throw new Error('The template does not compile.');
  const clock = virtualClock();
  const result = { result: { id: 'x'.repeat(36), status: 'active', created_at: '2025-01-01T00:00:00.000Z' } };
  const service = await LocalStepFunctions.open({ invoke: lambdaInvoker(() => async () => result, clock), clock });
  const definition = JSON.stringify(bindFunctions(compiled.definition));
  const created = await service.call('CreateStateMachine', {
    name: 'bench',
    definition,
    roleArn: 'arn:aws:iam::123456789012:role/x',
  });
  const run = async (n: number) => {
    const input = JSON.stringify({ context: { user_info: { name: `n${n}`, email: `n${n}@example.com` } } });
    const { executionArn } = (await service.call('StartExecution', { ...created, input })) as any;
    while (((await service.call('DescribeExecution', { executionArn })) as any).status === 'RUNNING') {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  for (let n = 0; n < 100; n++) await run(n);
  const before = memory();
  for (let n = 0; n < count; n++) await run(n);
  return (memory() - before) / count;
}
