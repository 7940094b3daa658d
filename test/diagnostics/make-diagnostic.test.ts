import { describe, expect, it } from 'vitest';
import { makeDiagnostic } from '../../lib/diagnostics/make-diagnostic.ts';
import { collectReports } from '../../lib/diagnostics/report.ts';
import { fileStart } from '../../lib/diagnostics/source.ts';

const span = fileStart({ path: 'x.yaml', text: 'x' });

describe('makeDiagnostic', () => {
  it('takes severity, message and hint from the catalogue', () => {
    expect(makeDiagnostic('definition-too-large', span, { bytes: 2_000_000, limit: 1_048_576, exact: false })).toEqual({
      code: 'definition-too-large',
      severity: 'error',
      message: 'The state machine would have 2,000,000 bytes; Step Functions allows 1,048,576.',
      hint: 'Split the template in two, or shorten names and "initialization" values.',
      span,
      related: [],
    });
  });

  it('has no hint when there is nothing to say', () => {
    const none = makeDiagnostic('bad-value', span, { key: 'type', value: 'x', allowed: ['a', 'b'] });
    expect(none).not.toHaveProperty('hint');
    expect(none.message).toBe('"type" is "x", but must be "a" or "b".');
  });

  it('does not compile without the params of the code', () => {
    // @ts-expect-error: `limit` is missing.
    expect(() => makeDiagnostic('definition-too-large', span, { bytes: 1 })).toThrow();
    // @ts-expect-error: there is no such code.
    expect(() => makeDiagnostic('no-such-code', span, {})).toThrow();
  });

  it.each([
    [['A::B'], 'A::C', undefined, 'The folder has "A::B".'],
    [['A::B'], 'A::BB', 'A::B', 'Did you mean "A::B"?'],
    [[], 'A::B', undefined, 'The folder has no handlers: export a class with a static "handlerName".'],
  ])('says which handlers there are: %j', (available, callable, suggest, hint) => {
    const diagnostic = makeDiagnostic('handler-not-found', span, { callable, dir: 'lambdas', available, suggest });
    expect(diagnostic.hint).toBe(hint);
  });
});

describe('collectReports', () => {
  it('keeps what is reported, in order', () => {
    const { report, diagnostics } = collectReports();
    report('no-steps', span, {});
    report('self-dependency', span, { step: 'a' }, [{ message: 'here', span }]);
    expect(diagnostics.map(({ code, related }) => [code, related.length])).toEqual([
      ['no-steps', 0],
      ['self-dependency', 1],
    ]);
  });
});
