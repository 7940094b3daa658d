import { compileEntries } from './catalogue/compile.ts';
import { documentEntries } from './catalogue/document.ts';
import { projectEntries } from './catalogue/project.ts';
import { ruleEntries } from './catalogue/rules.ts';
import { shapeEntries } from './catalogue/shape.ts';

/** Every diagnostic there is, by code. Each is explained under its code in docs/diagnostics.md. */
export const catalogue = {
  ...documentEntries,
  ...shapeEntries,
  ...ruleEntries,
  ...compileEntries,
  ...projectEntries,
} as const;

export type DiagnosticCode = keyof typeof catalogue;

/** What must be known to report a code. */
export type ParamsOf<C extends DiagnosticCode> = Parameters<(typeof catalogue)[C]['message']>[0];
