import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let folder: string;

/** Each crashes as a handler may; none may take the others, or the run, with it. */
const bodies = {
  rejection: `void Promise.reject(new Error('nobody awaits this')); await new Promise(() => {});`,
  timer: `setTimeout(() => { throw new Error('thrown in a timer'); }, 5); await new Promise(() => {});`,
  exit: `process.exit(3);`,
  heap: `const kept: unknown[] = []; for (;;) kept.push(new Array(1_000_000).fill({}));`,
  buffers: `const kept: unknown[] = []; for (;;) kept.push(Buffer.alloc(16_000_000, 1));`,
  spin: `for (;;);`,
  stop: `require('node:fs').writeFileSync(process.env['STARTED']!, ''); for (;;);`,
  fine: `return { fine: true };`,
} as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-crashes-'));
  const names = Object.keys(bodies).filter((name) => name !== 'stop');
  writeFileSync(
    join(folder, 'crashes.yaml'),
    JSON.stringify({
      name: 'crashes',
      namespace_name: 'test',
      version: '1.0.0',
      steps: names.map((name) => ({
        name,
        handler: { callable: `Crash.${name}` },
        timeout_seconds: name === 'spin' ? 2 : 20,
        retry: { max_attempts: name === 'heap' || name === 'buffers' ? 1 : 2, backoff: 'none' },
      })),
    }),
  );
  writeFileSync(
    join(folder, 'handlers.ts'),
    `import { defineHandler } from '@tasker-systems/tasker';\n` +
      Object.entries(bodies)
        .map(([name, body]) => `export const ${name} = defineHandler('Crash.${name}', {}, async () => { ${body} });\n`)
        .join(''),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a handler that crashes', () => {
  it('fails its own step, after its attempts, and nothing else', () => {
    const args = [
      '--import',
      'tsx',
      'bin/tasker-sfn.ts',
      'run',
      join(folder, 'crashes.yaml'),
      '--handlers',
      folder,
      '--json',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status, stderr).toBe(1);
    const result = JSON.parse(stdout) as {
      status: string;
      steps: { name: string; state: string; attempts: number; error?: { type: string } }[];
    };
    expect(result.status).toBe('FAILED');
    expect(result.steps.map(({ name, state, attempts, error }) => [name, state, attempts, error?.type])).toEqual([
      ['buffers', 'error', 1, 'Runtime.ExitError'],
      ['exit', 'error', 2, 'Runtime.ExitError'],
      ['fine', 'complete', 1, undefined],
      ['heap', 'error', 1, 'Runtime.ExitError'],
      ['rejection', 'error', 2, 'Runtime.UnhandledPromiseRejection'],
      ['spin', 'error', 2, 'timeout'],
      ['timer', 'error', 2, 'Error'],
    ]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is stopped by %s, though it never gives way', async (signal) => {
    const started = join(folder, `started-${signal}`);
    const template = join(folder, 'stop.yaml');
    writeFileSync(
      template,
      JSON.stringify({
        name: 'stop',
        namespace_name: 'test',
        version: '1.0.0',
        steps: [{ name: 'stop', handler: { callable: 'Crash.stop' }, timeout_seconds: 600 }],
      }),
    );
    const args = ['--import', 'tsx', 'bin/tasker-sfn.ts', 'run', template, '--handlers', folder, '--json'];
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, STARTED: started } });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await expect.poll(() => existsSync(started), { timeout: 30_000 }).toBe(true);
    child.kill(signal);
    expect(await ended).not.toBe(null);
    expect(JSON.parse(out)).toMatchObject({ status: 'ABORTED', error: 'Interrupted' });
  });
});
