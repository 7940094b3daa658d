import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from './fake-io.ts';
import { BROKEN, ORDER, project } from './project.ts';

/** a → c, a → d, b → d: the smallest graph that is not series-parallel. */
const CROSSED = `
name: crossed
namespace_name: shop
version: 1.0.0
steps:
  - { name: a, handler: { callable: A } }
  - { name: b, handler: { callable: B } }
  - { name: c, handler: { callable: C }, dependencies: [a] }
  - { name: d, handler: { callable: D }, dependencies: [a, b] }
`;

async function plan(text: string, ...flags: string[]) {
  const io = fakeIo({ cwd: project({ 'template.yaml': text, 'd.json': '{"a": 100, "b": 300, "c": 500, "d": 100}' }) });
  const code = await cli(['plan', 'template.yaml', ...flags], io);
  return { code, out: io.out(), err: io.err() };
}

describe('plan', () => {
  it('shows the tree', async () => {
    const { code, out, err } = await plan(ORDER);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const step of ['reserve', 'charge', 'pack', 'ship']) expect(out).toContain(step);
    expect(out.endsWith('\n')).toBe(true);
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
      parallelStates: 1,
      maxDepth: 1,
      historyEvents: document.historyEvents,
      definitionBytes: document.definitionBytes,
    });
    for (const key of ['transitions', 'historyEvents', 'definitionBytes']) expect(document[key]).toBeGreaterThan(0);
  });

  it('measures with the durations of a file', async () => {
    const { code, out } = await plan(CROSSED, '--json', '--durations', 'd.json');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ strategy: 'barriers', criticalPath: 600 });
    expect(document.planCriticalPath).toBeGreaterThanOrEqual(600);
    expect(document.ratio).toBeCloseTo(document.planCriticalPath / 600);
  });

  it('says in JSON too that a template has errors', async () => {
    const { code, out, err } = await plan(BROKEN, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: 'INVALID', diagnostics: [{}, { code: 'unknown-dependency' }] });
    expect(err).toContain('error[unknown-dependency]');
    expect((await plan(BROKEN)).out).toBe('');
  });
});
