import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  fine: `return { fine: true };`,
} as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-crashes-'));
  const names = Object.keys(bodies);
  writeFileSync(
    join(folder, 'crashes.yaml'),
    JSON.stringify({
      name: 'crashes',
      namespace_name: 'test',
      version: '1.0.0',
      steps: names.map((name) => ({
        name,
        handler: { callable: `Crash.${name}` },
        timeout_seconds: 20,
        retry: { max_attempts: 2, backoff: 'none' },
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
      ['exit', 'error', 2, 'Runtime.ExitError'],
      ['fine', 'complete', 1, undefined],
      ['rejection', 'error', 2, 'Runtime.UnhandledPromiseRejection'],
      ['timer', 'error', 2, 'Runtime.ExitError'],
    ]);
  });
});
