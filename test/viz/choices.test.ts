import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../lib/client/index.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { pictureOf } from '../../lib/viz/picture.ts';
import { renderDot } from '../../lib/viz/render-dot.ts';
import { renderMermaid } from '../../lib/viz/render-mermaid.ts';
import { renderSvg } from '../../lib/viz/render-svg.ts';
import { linesOf } from './curves.ts';

const planOf = (file: string) => compileTemplate(readFileSync(file, 'utf8'), { file }).value!.plan;
const approval = planOf('templates/expenses/expense_approval.yaml');
const csvImport = planOf('templates/imports/csv_import.yaml');

describe('the picture of a decision', () => {
  it('tells what it decides on from what merely depends', () => {
    const kinds = Object.fromEntries(pictureOf(approval).edges.map(({ from, to, kind }) => [`${from} ${to}`, kind]));
    expect(kinds).toMatchObject({
      'step_validate_expense step_choose_approvers': 'dependency',
      'step_choose_approvers step_auto_approve': 'decision',
      'step_choose_approvers step_manager_approval': 'decision',
      'step_auto_approve step_finalize_approval': 'dependency',
    });
  });

  it('says so in every format', () => {
    expect(renderMermaid(approval)).toContain('  step_choose_approvers -->|may choose| step_auto_approve\n');
    expect(renderDot(approval)).toContain('  step_choose_approvers -> step_auto_approve [arrowhead=odiamond];\n');
    const svg = renderSvg(approval);
    expect(linesOf(svg, 'decision')).toBe(3);
    expect(svg).toContain('dotted: where a decision says so');
    expect(renderSvg(csvImport)).not.toContain('decision-arrow');
  });
});

describe('the picture of a batch', () => {
  const worker = (name: string, state: StepView['state']): StepView => ({
    name,
    state,
    dependencies: ['split_file'],
    attempts: 1,
    maxAttempts: 3,
    history: [],
  });
  const stackIn = (workers: readonly StepView[]) => {
    const { nodes } = pictureOf(csvImport, new Map(workers.map((view) => [view.name, view])));
    return nodes.find(({ id }) => id === 'step_import_rows');
  };

  it('is one stack, whatever the number of workers', () => {
    expect(renderMermaid(csvImport)).toContain('  step_import_rows[["import_rows<br/>batch worker');
    expect(renderDot(csvImport)).toMatch(/step_import_rows \[label="[^"]*", peripheries=2\]/);
    expect(renderSvg(csvImport).match(/<rect class="step"/g)).toHaveLength(4);
  });

  it('has the number of workers in a run, and how many failed', () => {
    const done = Array.from({ length: 11 }, (_, index) => worker(`import_rows_${index}`, 'complete'));
    expect(stackIn(done)).toMatchObject({ captions: ['11 workers'], state: 'complete' });
    const failed = [...done, worker('import_rows_x', 'error')];
    expect(stackIn(failed)).toMatchObject({ captions: ['12 workers, 1 failed'], state: 'error' });
    expect(stackIn([...done, worker('import_rows_y', 'in_progress')])).toMatchObject({ state: 'in_progress' });
  });
});
