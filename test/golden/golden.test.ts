import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { compileWithin } from '../../lib/compile.ts';
import { measurePlan } from '../../lib/plan/measure-plan.ts';
import { renderPlan } from '../../lib/plan/render-plan.ts';
import { renderMermaid } from '../../lib/viz/render-mermaid.ts';
import { judgeDefinition } from '../support/judge-definition.ts';

/**
 * One folder per case, named for the one thing it shows: template.yaml, and beside it what the phases make of it. A folder
 * whose name ends with `-exact` is compiled so, and one with `-split` as if an execution could hold three steps.
 * `npm run golden` writes the files anew; read the diff before you commit it.
 */
const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/**
 * State transitions of a run in which all goes well, which are what a task costs. At most one per step, two per Parallel and one at the
 * end, and one where the steps after a guard or a batch ask.
 */
const TRANSITIONS: Readonly<Record<string, number>> = {
  backoffs: 5,
  batch: 10,
  decision: 17,
  diamond: 6,
  'failure-event': 3,
  'handler-configuration': 2,
  'n-shape': 10,
  'n-shape-exact': 14,
  'nested-parallel': 11,
  'single-step': 1,
  // A step that may go on elsewhere does not open the execution.
  'single-step-yields': 3,
  // Two parts: one and the Choice after it, and one at the end of a branch.
  'two-branches-split': 10,
  'two-roots-two-ends': 5,
};

describe('golden cases', () => {
  it.each(cases.map((entry) => entry.name))('%s', async (name) => {
    const folder = join(import.meta.dirname, name);
    const { value, diagnostics } = compileWithin(
      readFileSync(join(folder, 'template.yaml'), 'utf8'),
      {
        file: 'template.yaml',
        sync: name.endsWith('-exact') ? 'exact' : 'barriers',
        ...(name.endsWith('-yields') && { yields: new Set(['only']) }),
      },
      name.endsWith('-split') ? { ...SERVICE_LIMITS, steps: 3 } : SERVICE_LIMITS,
    );
    expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
    const { plan, definition, children, transitions } = value!;
    expect(transitions).toBe(TRANSITIONS[name]);
    await expect(renderPlan(plan, measurePlan(plan))).toMatchFileSnapshot(join(folder, 'plan.txt'));
    await expect(renderMermaid(plan)).toMatchFileSnapshot(join(folder, 'graph.mmd'));
    await expect(`${JSON.stringify(definition, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'asl.json'));
    expect(await judgeDefinition(definition)).toEqual([]);
    for (const child of children) {
      const file = join(folder, `${child.steps[0]}-${child.steps.at(-1)}.asl.json`);
      await expect(`${JSON.stringify(child.definition, null, 2)}\n`).toMatchFileSnapshot(file);
      expect(await judgeDefinition(child.definition)).toEqual([]);
    }
  });
});
