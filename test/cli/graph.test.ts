import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
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

  it('draws nothing of a template with errors', async () => {
    const io = fakeIo({ cwd: project({ 'broken.yaml': BROKEN }) });
    expect(await cli(['graph', 'broken.yaml'], io)).toBe(1);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('error[unknown-dependency]');
  });
});
