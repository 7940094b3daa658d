import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DiagnosticKind, NoParams } from '../diagnostics/diagnostic-kind.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Written } from './shape/mapping-shape.ts';
import type { TaskTemplate } from './task-template.ts';

/** One law that a template must keep, with what is said when it does not. */
export interface Rule {
  readonly kind: DiagnosticKind<never>;
  /** Looks at what could be read, and says nothing about what could not. */
  readonly check: (draft: Draft, report: Report) => void;
}

/** A rule as its file states it: a kind of diagnostic, and where a template earns one. */
export interface RuleDefinition<P> extends DiagnosticKind<P> {
  readonly check: (draft: Draft, report: ReportBreach<P>) => void;
}

/** Says that the rule is broken at a place. */
export type ReportBreach<P> = (span: Span, params: P, related?: Diagnostic['related']) => void;

/**
 * A rule of templates. Its code is the name of its file, of its section in docs/reference/diagnostics.md and of its test. Its doc
 * comment is that section, as with `defineDiagnostic`.
 */
export function rule<P = NoParams>({ check, ...kind }: RuleDefinition<P>): Rule {
  return {
    kind,
    check: (draft, report) => check(draft, (span, params, related) => report(kind, span, params, related)),
  };
}

/** A template as far as it could be read: what could not be read is blank. */
export interface Draft {
  readonly template: TaskTemplate;
  /** How the template, its steps, handlers, retry policies and events were written. */
  readonly written: ReadonlyMap<object, Written>;
  /** False when a step had no usable name: then a name that nobody has may be that step's. */
  readonly allStepsKnown: boolean;
}

/** Whether a key was written, though it may have no usable value. */
export function isWritten({ written }: Draft, owner: object, key: string): boolean {
  return written.get(owner)?.entries.has(key) ?? false;
}

/** Whether a key is missing that must not be, or has no usable value: then there is nothing to say about its value. */
export function isDamaged({ written }: Draft, owner: object, key: string): boolean {
  return written.get(owner)?.damaged.has(key) ?? false;
}
