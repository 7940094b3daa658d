import { describe, expect, it } from 'vitest';
import { defineDiagnostic } from '../../lib/diagnostics/diagnostic-kind.ts';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { toJson } from '../../lib/diagnostics/to-json.ts';

const file = { path: 'orders.yaml', text: 'a: [x]\nb: [y]\n' };

const lateLetter = defineDiagnostic({
  code: 'late-letter',
  severity: 'error',
  message: ({ letter }: { letter: string }) => `The letter "${letter}" comes late.`,
  hint: ({ letter }) => (letter === 'y' ? 'Write "b".' : undefined),
});

describe('toJson', () => {
  it('gives places, severity, code, message and hint', () => {
    const diagnostic = makeDiagnostic(lateLetter, { file, start: 11, end: 12 }, { letter: 'y' });
    expect(toJson(diagnostic)).toEqual({
      file: 'orders.yaml',
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 6,
      severity: 'error',
      code: 'late-letter',
      message: 'The letter "y" comes late.',
      hint: 'Write "b".',
    });
  });

  it('leaves out what there is not, and lists related places', () => {
    const related = [{ message: 'here', span: { file, start: 0, end: 1 } }];
    const json = toJson(makeDiagnostic(lateLetter, { file, start: 0, end: 8 }, { letter: 'x' }, related));
    expect(json).not.toHaveProperty('hint');
    expect(json).toMatchObject({ endLine: 2, endColumn: 2 });
    expect(json.related).toEqual([
      { file: 'orders.yaml', line: 1, column: 1, endLine: 1, endColumn: 2, message: 'here' },
    ]);
  });
});
