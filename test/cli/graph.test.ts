import { bindFunctions } from '../../lib/asl/functions/bind-functions.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { runStateMachine } from '../../lib/local/index.ts';
import { cli } from '../../lib/cli/cli.ts';
import { openShop } from './task/shop.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, CROSSED, ORDER, project } from './project.ts';

describe('graph', () => {
  it.each([
    [[], /^---\ntitle: "order"\n---\nflowchart TD\n/],
    [['--format', 'mermaid'], /step_reserve --> step_charge/],
    [['--format', 'dot'], /^digraph workflow {\n/],
    [['--format', 'svg'], /^<svg .*<\/svg>\n$/s],
  ])('draws with %j', async (flags, picture) => {
    const io = fakeIo({ cwd: project({ 'order.yaml': ORDER }) });
    expect(await cli(['graph', 'order.yaml', ...flags], io)).toBe(0);
    expect(io.out()).toMatch(picture);
    expect(io.err()).toBe('');
  });

  it('draws the barriers of a plan, which there are none of with exact sync', async () => {
    const io = fakeIo({ cwd: project({ 'crossed.yaml': CROSSED }) });
    expect(await cli(['graph', 'crossed.yaml', '--format', 'dot'], io)).toBe(0);
    const dashed = io.out().match(/dashed/g)?.length ?? 0;
    expect(dashed).toBeGreaterThan(0);
    expect(await cli(['graph', 'crossed.yaml', '--format', 'dot', '--sync', 'exact'], io)).toBe(0);
    expect(io.out().match(/dashed/g)).toHaveLength(dashed);
  });

  it('draws what has become of the steps in a run', async () => {
    const cwd = project({ 'order.yaml': ORDER });
    const { value } = compileTemplate(ORDER, { file: 'order.yaml' });
    const done = { Return: { result: {}, after: [] } };
    const { history } = await runStateMachine({
      definition: bindFunctions(value!.definition),
      mocks: { reserve: done, charge: { Throw: { Error: 'PermanentError', Cause: 'no' } }, pack: done },
    });
    writeFileSync(join(cwd, 'run.json'), JSON.stringify({ events: history }));
    for (const [format, sign] of [
      ['svg', 'class="state-complete"'],
      ['dot', '✕ charge'],
      ['mermaid', 'classDef error stroke'],
    ] as const) {
      const io = fakeIo({ cwd });
      expect(await cli(['graph', 'order.yaml', '--format', format, '--run', 'run.json'], io)).toBe(0);
      expect(io.out()).toContain(sign);
    }
    const io = fakeIo({ cwd });
    expect(await cli(['graph', 'order.yaml', '--run', 'nothing.json'], io)).toBe(2);
    expect(io.err()).toContain('nothing.json');
  });

  it('draws what has become of the steps in an execution', async () => {
    const shop = await openShop();
    const order = ['shop/order', '--context', '{"card":"stolen"}'];
    const { out } = await shop.run(['task', 'create', ...order, '--wait', '--json']);
    const { execution_arn: arn, task_uuid: id } = JSON.parse(out) as Readonly<Record<string, string>>;
    const cwd = project({ 'order.yaml': ORDER });
    for (const run of [arn!, id!]) {
      const drawn = await shop.run(['graph', 'order.yaml', '--format', 'dot', '--run', run], { cwd });
      expect(drawn.code).toBe(0);
      expect(drawn.out).toContain('✕ charge');
      expect(drawn.out).toContain('✓ reserve');
    }
    const unknown = await shop.run(['graph', 'order.yaml', '--run', `${arn}x`], { cwd });
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('There is no task');
  });

  it('draws nothing of a template with errors', async () => {
    const io = fakeIo({ cwd: project({ 'broken.yaml': BROKEN }) });
    expect(await cli(['graph', 'broken.yaml'], io)).toBe(1);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('error[unknown-dependency]');
  });
});
