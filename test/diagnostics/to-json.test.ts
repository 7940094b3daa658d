import { describe, expect, it } from 'vitest';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { toJson } from '../../lib/diagnostics/to-json.ts';

const file = { path: 'orders.yaml', text: 'a: [x]\nb: [y]\n' };

describe('toJson', () => {
  it('gives places, severity, code, message and hint', () => {
    const diagnostic = makeDiagnostic('self-dependency', { file, start: 11, end: 12 }, { step: 'y' });
    expect(toJson(diagnostic)).toEqual({
      file: 'orders.yaml',
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 6,
      severity: 'error',
      code: 'self-dependency',
      message: 'Step "y" depends on itself.',
      hint: 'Remove this dependency.',
    });
  });

  it('leaves out what there is not, and lists related places', () => {
    const related = [{ message: 'here', span: { file, start: 0, end: 1 } }];
    const json = toJson(makeDiagnostic('malformed-yaml', { file, start: 0, end: 8 }, { reason: 'no' }, related));
    expect(json).not.toHaveProperty('hint');
    expect(json).toMatchObject({ endLine: 2, endColumn: 2 });
    expect(json.related).toEqual([
      { file: 'orders.yaml', line: 1, column: 1, endLine: 1, endColumn: 2, message: 'here' },
    ]);
  });
});
