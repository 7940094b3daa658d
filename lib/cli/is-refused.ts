import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/outcome.ts';

/** Whether a command fails for what was found: for errors, and with `--strict` for warnings, too. */
export function isRefused(diagnostics: readonly Diagnostic[], strict = false): boolean {
  return strict ? diagnostics.length > 0 : hasErrors(diagnostics);
}
