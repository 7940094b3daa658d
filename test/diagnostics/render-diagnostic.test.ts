import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { defineDiagnostic } from '../../lib/diagnostics/diagnostic-kind.ts';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { fileStart } from '../../lib/diagnostics/source.ts';

const file = { path: 'orders.yaml', text: 'a: [x]\nb: [y]\n' };
const lateLetter = defineDiagnostic({
  code: 'late-letter',
  severity: 'error',
  message: ({ letter }: { letter: string }) => `The letter "${letter}" comes late.`,
  hint: () => 'Write "b".',
});
const noFile = defineDiagnostic({ code: 'no-file', severity: 'error', message: () => 'There is no such file.' });
const diagnostic = makeDiagnostic(lateLetter, { file, start: 11, end: 12 }, { letter: 'y' }, [
  { message: 'The first one is here.', span: { file, start: 4, end: 5 } },
]);

describe('renderDiagnostic', () => {
  it('shows place, code, message, line, related places and hint', () => {
    expect(`\n${renderDiagnostic(diagnostic)}\n`).toBe(`
orders.yaml:2:5: error[late-letter]: The letter "y" comes late.
  |
2 | b: [y]
  |     ^
orders.yaml:1:5: note: The first one is here.
  |
1 | a: [x]
  |     ^
  hint: Write "b".
`);
  });

  it('shows a problem of the whole file without a line', () => {
    const missing = makeDiagnostic(noFile, fileStart({ path: 'x.yaml', text: '' }), {});
    expect(renderDiagnostic(missing)).toBe('x.yaml:1:1: error[no-file]: There is no such file.');
  });

  it('takes its colours from a painter, and is the same text without them', () => {
    const painted = renderDiagnostic(diagnostic, createColors(true));
    expect(painted).toContain('\u001b[31merror[late-letter]\u001b[39m');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(renderDiagnostic(diagnostic));
  });
});
