import { describe, expect, it } from 'vitest';
import { defineDiagnostic } from '../../lib/diagnostics/diagnostic-kind.ts';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { collectReports } from '../../lib/diagnostics/report.ts';
import { fileStart } from '../../lib/diagnostics/source.ts';

const span = fileStart({ path: 'x.yaml', text: 'x' });

const tooMany = defineDiagnostic({
  code: 'too-many',
  severity: 'warning',
  message: ({ found, limit }: { found: number; limit: number; advice?: string }) => `${found} of at most ${limit}.`,
  hint: ({ advice }) => advice,
});
const nothing = defineDiagnostic({ code: 'nothing', severity: 'error', message: () => 'There is nothing.' });

describe('makeDiagnostic', () => {
  it('takes severity, message and hint from the kind', () => {
    expect(makeDiagnostic(tooMany, span, { found: 3, limit: 2, advice: 'Remove one.' })).toEqual({
      code: 'too-many',
      severity: 'warning',
      message: '3 of at most 2.',
      hint: 'Remove one.',
      span,
      related: [],
    });
  });

  it('has no hint when there is nothing to say', () => {
    expect(makeDiagnostic(tooMany, span, { found: 3, limit: 2 })).not.toHaveProperty('hint');
    expect(makeDiagnostic(nothing, span, {})).not.toHaveProperty('hint');
  });

  it('does not compile without the params of the kind', () => {
    // @ts-expect-error: `limit` is missing.
    makeDiagnostic(tooMany, span, { found: 3 });
    // @ts-expect-error: there is no param `most`.
    makeDiagnostic(tooMany, span, { found: 3, limit: 2, most: 2 });
    // @ts-expect-error: a code is no kind.
    expect(() => makeDiagnostic('too-many', span, { found: 3, limit: 2 })).toThrow();
  });
});

describe('collectReports', () => {
  it('keeps what is reported, in order', () => {
    const { report, diagnostics } = collectReports();
    report(nothing, span, {});
    report(tooMany, span, { found: 3, limit: 2 }, [{ message: 'here', span }]);
    // @ts-expect-error: `limit` is missing.
    report(tooMany, span, { found: 4 });
    expect(diagnostics.map(({ code, related }) => [code, related.length])).toEqual([
      ['nothing', 0],
      ['too-many', 1],
      ['too-many', 0],
    ]);
  });
});
