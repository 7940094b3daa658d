import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { largeTaskText } from '../support/large-task.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, CROSSED, ORDER, project } from './project.ts';

async function plan(text: string, ...flags: string[]) {
  const io = fakeIo({ cwd: project({ 'template.yaml': text, 'd.json': '{"a": 100, "b": 300, "c": 500, "d": 100}' }) });
  const code = await cli(['plan', 'template.yaml', ...flags], io);
  return { code, out: io.out(), err: io.err() };
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('plan', () => {
  it('shows the tree', async () => {
    const { code, out, err } = await plan(ORDER);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const step of ['reserve', 'charge', 'pack', 'ship']) expect(out).toContain(step);
    expect(out.endsWith('\n')).toBe(true);
  });

  it('prints what docs/explanation/planning.md shows', async () => {
    const [, shown] =
      /```text\n\$ tasker-sfn plan n_shape.yaml\n([^`]*)```/.exec(read('docs/explanation/planning.md')) ?? [];
    expect(shown).toBe((await plan(read('test/golden/n-shape/template.yaml'))).out);
  });

  it('prints one JSON document with every promised key', async () => {
    const { code, out } = await plan(ORDER, '--json');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toEqual({
      namespace: 'shop',
      name: 'order',
      version: '1.0.0',
      steps: 4,
      regions: 6,
      strategy: 'series-parallel',
      tree: {
        series: [{ step: 'reserve' }, { parallel: [{ step: 'charge' }, { step: 'pack' }] }, { step: 'ship' }],
      },
      transitions: document.transitions,
      criticalPath: 3,
      planCriticalPath: 3,
      ratio: 1,
      expectedRatio: 1,
      worstRatio: 1,
      barriers: [],
      rendezvous: [],
      parallelStates: 1,
      maxDepth: 1,
      historyEvents: document.historyEvents,
      definitionBytes: document.definitionBytes,
    });
    for (const key of ['transitions', 'historyEvents', 'definitionBytes']) expect(document[key]).toBeGreaterThan(0);
  });

  it('says where a task is split, why, and what that costs', async () => {
    const { out } = await plan(largeTaskText('A'));
    expect(out).toMatch(
      /^split {15}into 2 executions: one could have \d\d,\d{3} history events, of 25,000 that are allowed\n {2}part a1 … a15: 15 steps, \d\d,\d{3} events at most, \d\d,\d{3} bytes; 1 state transition more\n {20}together 1 state transition more, \$0\.03 per 1,000 tasks$/m,
    );
    const document = JSON.parse((await plan(largeTaskText('A'), '--json')).out);
    expect(document.split).toEqual({
      reasons: ['events'],
      historyEvents: expect.any(Number),
      transitions: 1,
      dollarsPerThousandTasks: 0.025,
      parts: [
        {
          ...{ first: 'a1', last: 'a15', steps: 15, transitions: 1 },
          historyEvents: expect.any(Number),
          definitionBytes: expect.any(Number),
        },
      ],
    });
    expect(document.split.historyEvents).toBeGreaterThan(25_000);
    expect(document.historyEvents).toBeLessThan(25_000);
  });

  it('says in how many executions a task has in the other way to wait', async () => {
    const crossed = largeTaskText('A', {
      more: (step) => (step === 'b9' ? { dependencies: ['b8', 'a3'] } : {}),
    });
    const { alternative } = JSON.parse((await plan(crossed, '--json')).out);
    expect(alternative).toMatchObject({ sync: 'exact', executions: expect.any(Number) });
    expect(alternative.executions).toBeGreaterThan(1);
  });

  it('measures with the durations of a file', async () => {
    const { code, out } = await plan(CROSSED, '--json', '--durations', 'd.json');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ strategy: 'barriers', criticalPath: 600 });
    expect(document.planCriticalPath).toBeGreaterThanOrEqual(600);
    expect(document.ratio).toBeCloseTo(document.planCriticalPath / 600);
  });

  it('tells beside a plan with barriers what exact sync would be, and the other way round', async () => {
    const barriers = await plan(CROSSED);
    expect(barriers.out).toContain('4 steps, not series-parallel: 1 barrier added');
    expect(barriers.out.slice(barriers.out.indexOf('--sync'))).toBe(
      '--sync exact        1 rendezvous, ratio 1 whatever the durations;\n' +
        '                    14 state transitions at most (+4), 2 writes and 1 read of DynamoDB: +$0.10 per 1,000 runs\n',
    );
    const exact = await plan(CROSSED, '--sync', 'exact');
    expect(exact.out).toContain('4 steps, not series-parallel: 1 rendezvous, no wait added');
    expect(exact.out).toContain('\nrendezvous\n  d waits, within its branch, for a\n');
    expect(exact.out.slice(exact.out.indexOf('--sync'))).toBe(
      '--sync barriers     1 barrier, ratio 1.000, 1.053 on average, 2 at worst;\n' +
        '                    10 state transitions (−4): −$0.10 per 1,000 runs\n',
    );
    expect((await plan(ORDER)).out).not.toContain('--sync');
  });

  it('says of a count of transitions that it is a bound where it is', async () => {
    const counted = async (text: string, ...flags: string[]) =>
      /state transitions {3}(.*)/.exec((await plan(text, ...flags)).out)?.[1];
    expect(await counted(CROSSED)).toBe('10 when all goes well');
    expect(await counted(CROSSED, '--sync', 'exact')).toBe('14 at most, when all goes well');
    expect(await counted(read('templates/expenses/expense_approval.yaml'))).toMatch(
      /^\d+ at most, when all goes well$/,
    );
    expect(await counted(read('test/golden/batch/template.yaml'))).toMatch(
      /^\d+ when all goes well, with one worker in each batch$/,
    );
  });

  it('gives that as data, too', async () => {
    const [barriers, exact] = await Promise.all(
      [[], ['--sync', 'exact']].map(async (flags) => JSON.parse((await plan(CROSSED, '--json', ...flags)).out)),
    );
    expect(barriers).toMatchObject({ strategy: 'barriers', rendezvous: [] });
    expect(barriers.alternative).toEqual({
      sync: 'exact',
      executions: 1,
      ...{ ratio: 1, expectedRatio: 1, worstRatio: 1, barriers: 0, rendezvous: 1 },
      ...{ transitions: exact.transitions, writes: 2, reads: 1 },
      ...{ historyEvents: exact.historyEvents, definitionBytes: exact.definitionBytes },
      dollarsPerThousandRuns: 0.3514,
    });
    expect(exact).toMatchObject({
      strategy: 'rendezvous',
      ...{ barriers: [], rendezvous: [{ step: 'd', waitsFor: ['a'] }] },
      ...{ ratio: 1, expectedRatio: 1, worstRatio: 1, transitions: 14 },
      alternative: { sync: 'barriers', transitions: 10, barriers: 1, writes: 0, dollarsPerThousandRuns: 0.25 },
    });
  });

  it('shows the plan of a template that is too large to be compiled, and what is too large', async () => {
    // Each is written in seven characters, so that nobody takes it for a path.
    const handler = `{ callable: A, initialization: { text: '${'$'.repeat(200_000)}' } }`;
    const steps = [`  - { name: s0, handler: ${handler} }`];
    const text = ['name: large', 'namespace_name: shop', 'version: 1.0.0', 'steps:', ...steps, ''].join('\n');
    const { code, out, err } = await plan(text);
    expect(code).toBe(1);
    expect(out).toMatch(/^shop\/large 1\.0\.0: 1 step, series-parallel/);
    expect(err).toContain('error[definition-too-large]');
  });

  it('refuses another way to wait', async () => {
    const { code, err } = await plan(CROSSED, '--sync', 'loosely');
    expect(code).toBe(2);
    expect(err).toMatch(/--sync <way>.*invalid.*barriers, exact/);
  });

  it('says in JSON too that a template has errors', async () => {
    const { code, out, err } = await plan(BROKEN, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: 'INVALID', diagnostics: [{}, { code: 'unknown-dependency' }] });
    expect(err).toContain('error[unknown-dependency]');
    expect((await plan(BROKEN)).out).toBe('');
  });

  describe('what is expected', () => {
    const batch = read('test/golden/batch/template.yaml');
    const decision = read('test/golden/decision/template.yaml');

    it('tells where the workers of a batch run, and what so many of them take', async () => {
      const { code, out } = await plan(batch, '--batch-size', '1000');
      expect(code).toBe(0);
      expect(out).toContain(
        "200 of its workers at most in the task's own execution; of more, 200 at most in each child",
      );
      expect(out).toContain(
        'Map Runs            one for each batch, and each step, while it runs in child executions, of 1,000 that may be open',
      );
      expect(out).toMatch(/expected +1,003 runs of handlers, 1,0\d\d state transitions, \$\d+\.\d\d per 1,000 tasks/);
      expect(out).toMatch(/child executions +25/);
      expect(JSON.parse((await plan(batch, '--batch-size', '1000', '--json')).out)).toMatchObject({
        batches: [{ step: 'process', inline: 200, each: 200 }],
        expected: { runs: { split: 1, process: 1_000 }, skipped: [], children: 25 },
      });
    });

    it('tells in how many executions a step goes on that yields for long', async () => {
      const { out } = await plan(batch, '--yields', 'sum=20000');
      expect(out).toMatch(
        /yields sum +10 times in the task's own execution, then 8,000 in each of any number of child/,
      );
      expect(out).toMatch(/expected +20,00\d runs of handlers, 20,0\d\d state transitions/);
      const json = JSON.parse((await plan(batch, '--yields', 'sum=20000', '--json')).out);
      expect(json).toMatchObject({
        yields: [{ step: 'sum', here: 10, apart: 8_000 }],
        expected: { runs: { sum: 20_001 }, children: 3 },
      });
      const alone = JSON.parse((await plan(batch, '--yields', 'sum=10', '--json')).out);
      expect(alone).toMatchObject({ expected: { runs: { sum: 11 }, children: 0 } });
      const without = JSON.parse((await plan(batch, '--json')).out);
      expect(json.historyEvents).toBeGreaterThan(without.historyEvents);
      expect((await plan(batch, '--yields', 'summ')).err).toContain('"summ" is no step of the template');
      expect(await plan(batch, '--yields', 'sum=often')).toMatchObject({ code: 2 });
    });

    it('says what is wrong with a branch', async () => {
      expect(await plan(batch, '--branch', 'split=sum')).toMatchObject({ code: 2 });
      expect((await plan(batch, '--branch', 'split=sum')).err).toContain('"split" is not a decision of the template');
      expect((await plan(decision, '--branch', 'nothing')).err).toContain('write the decision and what it names');
      expect((await plan(batch, '--batch-size', 'many')).err).toContain('It is a number of workers');
    });
  });
});
