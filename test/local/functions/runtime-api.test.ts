import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { LambdaHost, type HostedFunction } from '../../../lib/local/index.ts';

const file = (name: string) => new URL(`./${name}`, import.meta.url).pathname;
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

const shell: HostedFunction = { file: file('runtime.sh'), command: ['bash', file('runtime.sh')], timeout: 20 };
const python: HostedFunction = { file: file('runtime.py'), command: ['python3', file('runtime.py')], timeout: 20 };
const functions = new Map<string, HostedFunction>([
  ['shell', shell],
  ['hasty', { ...shell, timeout: 0.3 }],
  ['broken', { ...shell, environment: { BROKEN: 'yes' } }],
  ['absent', { ...shell, command: ['no-such-program'] }],
  ['python', { ...python, memory: 128 }],
]);
const logs: string[] = [];
const traces: (readonly string[])[] = [];
const host = new LambdaHost({
  functions,
  environment: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  onOutput: (_, output) => logs.push(output),
  onThrown: (_, trace) => traces.push(trace),
});
afterAll(() => {
  host.close();
});

let requests = 0;
async function invoke(name: string, event: unknown) {
  const { payload, failed, log } = await host.invoke(name, JSON.stringify(event), `request-${String(++requests)}`);
  return { failed, log, payload: JSON.parse(payload) };
}

describe.skipIf(!has('bash') || !has('curl'))('a runtime in 20 lines of shell', () => {
  it('takes events with the headers of Lambda, and answers', async () => {
    const before = Date.now();
    const { failed, payload, log } = await invoke('shell', { order: 'é1' });
    expect(failed).toBe(false);
    expect(payload).toMatchObject({
      event: { order: 'é1' },
      arn: 'arn:aws:lambda:us-east-1:123456789012:function:shell',
      name: 'shell',
      trace: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
    });
    expect(payload.deadline).toBeGreaterThan(before + 19_000);
    expect(payload.deadline).toBeLessThan(Date.now() + 20_001);
    expect(log).toMatch(/^START RequestId: request-\d+ Version: \$LATEST\ntook \{"order":"é1"\}\nEND /);
    expect(log).toMatch(/\tInit Duration: [\d.]+ ms\n$/);
  });

  it('stays warm', async () => {
    const [first, second] = [await invoke('shell', {}), await invoke('shell', {})];
    expect(second.payload.pid).toBe(first.payload.pid);
    expect(second.log).not.toContain('Init Duration');
  });

  it('tells the errors that the function reports', async () => {
    expect(await invoke('shell', 'fail')).toMatchObject({
      failed: true,
      payload: { errorType: 'ShellError', errorMessage: 'it failed' },
    });
    expect((await invoke('shell', {})).failed).toBe(false);
  });

  it('refuses answers that are no JSON, and those to another invocation', async () => {
    expect((await invoke('shell', 'words')).payload.errorType).toBe('Runtime.InvalidResponse');
    expect((await invoke('shell', 'stranger')).log).toContain('status 400');
  });

  it('fails the invocation in which it exits, and starts anew', async () => {
    const { failed, payload } = await invoke('shell', 'exit');
    expect(failed).toBe(true);
    expect(payload.errorType).toBe('Runtime.ExitError');
    expect(payload.errorMessage).toMatch(/^RequestId: request-\d+ Error: Runtime exited with error: exit status 3$/);
    const again = await invoke('shell', {});
    expect(again.failed).toBe(false);
    expect(again.log).toContain('Init Duration');
  });

  it('ends a function that takes too long', async () => {
    const { payload } = await invoke('hasty', 'slow');
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toMatch(/Task timed out after 0.30 seconds$/);
    expect((await invoke('hasty', {})).failed).toBe(false);
  });

  it('answers with the error of a start that fails, each time anew', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect((await invoke('broken', {})).payload).toEqual({
        errorType: 'Runtime.BadConfig',
        errorMessage: 'no such table',
      });
    }
    await expect(host.load('broken')).rejects.toThrow('Runtime.BadConfig: no such table');
    await expect(host.load('shell')).resolves.toBeUndefined();
  });

  it('says that there is no such program', async () => {
    expect((await invoke('absent', {})).payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('ENOENT'),
    });
  });

  it('starts another process for changed code', async () => {
    const before = await invoke('shell', {});
    functions.set('shell', { ...shell, version: 'changed' });
    expect((await invoke('shell', {})).payload.pid).not.toBe(before.payload.pid);
  });
});

describe.skipIf(!has('python3'))('a runtime in 20 lines of Python', () => {
  it('answers', async () => {
    expect((await invoke('python', { a: 1 })).payload).toEqual({ echo: { a: 1 } });
  });

  it('refuses an answer that is too large', async () => {
    const { payload, log } = await invoke('python', { do: 'flood' });
    expect(payload.errorType).toBe('Function.ResponseSizeTooLarge');
    expect(log).toContain('413');
    expect((await invoke('python', {})).failed).toBe(false);
  });

  it.runIf(process.platform === 'linux')('is ended when it takes more memory than it has', async () => {
    const { payload } = await invoke('python', { do: 'hoard' });
    expect(payload.errorType).toBe('Runtime.ExitError');
    expect(payload.errorMessage).toContain('signal: killed');
  });
});
