import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { failsForGood, runTask, type StepMock } from '../../lib/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-odd-names-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface OddStep {
  readonly name: string;
  readonly dependencies?: readonly string[];
}

function write(steps: readonly OddStep[]): string {
  const file = join(folder, 'odd.yaml');
  const template = {
    name: 'odd',
    namespace_name: 'odd',
    version: '1.0.0',
    steps: steps.map((step) => ({ ...step, handler: { callable: `Odd.${step.name}` } })),
  };
  writeFileSync(file, JSON.stringify(template));
  return file;
}

describe('a step', () => {
  it('may have the name that the machine would give to a group', async () => {
    const diamond = (first: string) => [
      { name: first },
      { name: 'b', dependencies: [first] },
      { name: 'c', dependencies: [first] },
      { name: 'd', dependencies: ['b', 'c'] },
    ];
    const { value } = compileTemplate(readFileSync(write(diamond('a')), 'utf8'), { file: 'odd.yaml' });
    const [key = ''] = /p_[0-9a-f]{2,8}/.exec(JSON.stringify(value?.definition)) ?? [];
    expect(key).not.toBe('');
    const mocks = Object.fromEntries([key, 'b', 'c', 'd'].map((name) => [name, { from: name }]));
    const task = await runTask(write(diamond(key)), { mocks });
    expect(task).toMatchObject({ status: 'SUCCEEDED', output: mocks });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'steps', '0', 'a.b c'])(
    'may be named %s, complete, failed or blocked, alone and in a group',
    async (odd) => {
      const others = ['first', 'left', 'last'];
      const file = write([
        { name: 'first' },
        { name: 'left', dependencies: ['first'] },
        { name: odd, dependencies: ['first'] },
        { name: 'last', dependencies: ['left', odd] },
      ]);
      const mocks = Object.fromEntries([...others, odd].map((name) => [name, { from: name }]));
      const fine = await runTask(file, { mocks });
      expect(fine.status).toBe('SUCCEEDED');
      expect(Object.entries(fine.output ?? {}).sort()).toEqual(Object.entries(mocks).sort());

      const failed = await runTask(file, { mocks: withMock(mocks, odd, failsForGood()) });
      expect(failed.error).toBe('TaskFailed');
      expect(failed.steps[odd]?.state).toBe('error');
      expect(failed.steps.last?.blockedBy).toEqual([odd]);

      const blocked = await runTask(file, { mocks: withMock(mocks, 'first', failsForGood()) });
      expect(blocked.error).toBe('TaskFailed');
      expect(blocked.steps[odd]?.blockedBy).toEqual(['first']);
    },
  );
});

function withMock(mocks: Readonly<Record<string, StepMock>>, name: string, mock: StepMock) {
  return Object.fromEntries([...Object.entries(mocks).filter(([other]) => other !== name), [name, mock]]);
}
