import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fitsExpress } from '../../lib/cli/cost/cost-of.ts';
import { largeTaskText } from '../support/large-task.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, CROSSED, ORDER, project } from './project.ts';

async function cost(text: string, ...flags: string[]) {
  const io = fakeIo({
    cwd: project({ 'template.yaml': text, 'd.json': '{"reserve": 500, "charge": 250, "pack": 500, "ship": 250}' }),
  });
  const code = await cli(['cost', 'template.yaml', ...flags], io);
  return { code, out: io.out(), err: io.err() };
}

const QUICK = `name: quick
namespace_name: shop
version: 1.0.0
steps:
  - { name: a, handler: { callable: A }, timeout_seconds: 10, expected_duration_ms: 100, retry: { max_attempts: 1 } }
  - { name: b, handler: { callable: B }, dependencies: [a], timeout_seconds: 10, expected_duration_ms: 150, retry: { max_attempts: 1 } }
`;

describe('cost', () => {
  it('prices 1,000 tasks, each way', async () => {
    const { code, out } = await cost(QUICK, '--json');
    expect(code).toBe(0);
    // Two transitions; two functions of 250 ms together at a quarter of a GB; an Express run of 300 ms at 64 MB.
    const lambda = 1000 * ((2 * 0.2) / 1e6 + 0.25 * 0.25 * 0.0000133334);
    const express = 1000 * (1 / 1e6 + 0.3 * (64 / 1024) * (0.06 / 3600));
    expect(JSON.parse(out)).toEqual({
      namespace: 'shop',
      name: 'quick',
      version: '1.0.0',
      tasks: 1000,
      currency: 'USD',
      prices: { region: 'us-east-1', date: '2025-06' },
      ways: [
        { way: 'standard', stepFunctions: 0.05, lambda: near(lambda), dynamoDb: 0, total: near(0.05 + lambda) },
        {
          way: 'express',
          stepFunctions: near(express),
          lambda: near(lambda),
          dynamoDb: 0,
          total: near(express + lambda),
        },
      ],
      express: { verdict: 'fits', longestTaskSeconds: 20, limitSeconds: 300 },
    });
  });

  it('is told in short by plan, with the date of the prices', async () => {
    const io = fakeIo({ cwd: project({ 'template.yaml': QUICK }) });
    await cli(['plan', 'template.yaml'], io);
    expect(io.out()).toMatch(
      /^price +\$0\.0\d per 1,000 tasks, without functions, \$0\.00\d\d as Express; list price of 2025-06/m,
    );
  });

  it('takes durations from a file', async () => {
    const { ways } = JSON.parse((await cost(ORDER, '--json', '--durations', 'd.json')).out);
    expect(ways[0].lambda).toEqual(near(1000 * ((4 * 0.2) / 1e6 + 1.5 * 0.25 * 0.0000133334)));
  });

  it('compares barriers with exact sync where the graph is not series-parallel', async () => {
    const { ways } = JSON.parse((await cost(CROSSED, '--json')).out);
    expect(ways.map(({ way }: { way: string }) => way)).toEqual(['standard', 'exact', 'express']);
    expect(ways[0].dynamoDb).toBe(0);
    expect(ways[1].dynamoDb).toBeGreaterThan(0);
    expect(ways[1].stepFunctions).toBeGreaterThan(ways[0].stepFunctions);
  });

  it('suggests Express where a run is short, and says what is lost', async () => {
    const { out } = await cost(QUICK);
    expect(out).toMatch(/^Express +\$0\.0013 /m);
    expect(out).toMatch(/Express .*, which saves 95 %: no task takes longer than 20\nseconds/);
    expect(out).toContain('Lost with it: the history of a run');
    expect(out).not.toContain('A step takes 1000 ms');
  });

  it('advises against Express where retries may take too long, and leaves it out where one run may', async () => {
    const risky = (await cost(ORDER)).out;
    expect(risky).toMatch(/Express .* would lose tasks: a task may take \d+ seconds with every retry/);
    expect(risky).not.toMatch(/can be an Express|Think of an Express/);
    const { out } = await cost(QUICK.replace('timeout_seconds: 10', 'timeout_seconds: 600'));
    expect(out).toContain('It cannot be an Express state machine: step "a" may take 600 seconds');
    expect(out).not.toMatch(/^Express /m);
  });

  it('leaves Express out where parts run in child executions', () => {
    const { value } = compileTemplate(QUICK, { file: 'quick.yaml' });
    expect(fitsExpress(value!)).toMatchObject({ verdict: 'fits' });
    const part = { key: 'C', steps: ['b'], transitions: 1, definitionBytes: 1, historyEvents: 1 };
    const child = { ...part, definition: value!.definition };
    expect(fitsExpress({ ...value!, children: [child] })).toMatchObject({
      verdict: 'impossible',
      reason: expect.stringContaining('child executions'),
    });
  });

  it('says what it costs that a task is split, and lets it be an Express one where its events alone are too many', async () => {
    const { out } = await cost(largeTaskText('A'));
    expect(out).toContain('A task is split into 2 executions, which takes 1 state transition more: $0.0250.');
    expect(out).not.toContain('child executions');
    expect(JSON.parse((await cost(largeTaskText('A'), '--json')).out)).toMatchObject({
      split: { executions: 2, transitions: 1 },
    });
  });

  it('tells of a template that does not compile', async () => {
    const { code, err } = await cost(BROKEN);
    expect(code).toBe(1);
    expect(err).toContain('error[');
  });
});

/** Prices are told to six digits. */
const near = (amount: number) => Number(amount.toFixed(6));
