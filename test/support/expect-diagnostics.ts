import { expect } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import type { Span } from '../../lib/diagnostics/source.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { dedent } from './dedent.ts';

/** A diagnostic as a test states it. `at` is the text under the span, after its line and column. */
export interface ExpectedDiagnostic {
  readonly code: string;
  /** `line:column text`. */
  readonly at: string;
  readonly message?: string;
  readonly hint?: string;
  /** Each as `line:column text: message`. */
  readonly related?: readonly string[];
}

/** Expects exactly these diagnostics of a template, in this order. What a case leaves out is not compared. */
export function expectDiagnostics(text: string, expected: readonly ExpectedDiagnostic[]): void {
  const found = parseTemplate(text, 'test.yaml').diagnostics;
  expect(found.map(({ code, span }) => `${code} ${placeOf(span)}`)).toEqual(
    expected.map(({ code, at }) => `${code} ${at}`),
  );
  expect(found.map((diagnostic, index) => pick(diagnostic, expected[index]!))).toEqual(expected);
}

/** Expects that there is nothing to say about a template. */
export function expectValid(text: string): void {
  expectDiagnostics(text, []);
}

/** A template with these steps. The first line of the steps is line 5 of the file. */
export function withSteps(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return `name: test_task\nnamespace_name: test\nversion: 1.0.0\nsteps:\n${dedent(strings, ...values)}`;
}

function pick(diagnostic: Diagnostic, { message, hint, related }: ExpectedDiagnostic): ExpectedDiagnostic {
  return {
    code: diagnostic.code,
    at: placeOf(diagnostic.span),
    ...(message !== undefined && { message: diagnostic.message }),
    ...(hint !== undefined && { hint: diagnostic.hint ?? '' }),
    ...(related !== undefined && { related: diagnostic.related.map((r) => `${placeOf(r.span)}: ${r.message}`) }),
  };
}

function placeOf({ file, start, end }: Span): string {
  const { line, column } = positionOf(file, start);
  return `${line}:${column} ${file.text.slice(start, end)}`.trimEnd();
}
