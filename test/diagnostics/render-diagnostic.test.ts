import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { fileStart } from '../../lib/diagnostics/source.ts';

const file = { path: 'orders.yaml', text: 'a: [x]\nb: [y]\n' };
const diagnostic = makeDiagnostic('duplicate-step', { file, start: 11, end: 12 }, { name: 'y' }, [
  { message: 'The first one is here.', span: { file, start: 4, end: 5 } },
]);

describe('renderDiagnostic', () => {
  it('shows place, code, message, line, related places and hint', () => {
    expect(`\n${renderDiagnostic(diagnostic)}\n`).toBe(`
orders.yaml:2:5: error[duplicate-step]: There is more than one step named "y".
  |
2 | b: [y]
  |     ^
orders.yaml:1:5: note: The first one is here.
  |
1 | a: [x]
  |     ^
  hint: Give each step a name of its own.
`);
  });

  it('shows a problem of the whole file without a line', () => {
    const missing = makeDiagnostic('file-not-found', fileStart({ path: 'x.yaml', text: '' }), { path: 'x.yaml' });
    expect(renderDiagnostic(missing)).toBe('x.yaml:1:1: error[file-not-found]: There is no file or folder "x.yaml".');
  });

  it('takes its colours from a painter, and is the same text without them', () => {
    const painted = renderDiagnostic(diagnostic, createColors(true));
    expect(painted).toContain('\u001b[31merror[duplicate-step]\u001b[39m');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(renderDiagnostic(diagnostic));
  });
});
