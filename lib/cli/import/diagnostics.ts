import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';

// What an import of a state machine has to say.

export const notImported = defineDiagnostic({
  code: 'not-imported',
  severity: 'warning',
  message: ({ message }: { message: string; hint: string }) => message,
  hint: ({ hint }) => hint,
});

export const importRefused = defineDiagnostic({
  code: 'import-refused',
  severity: 'error',
  message: ({ message }: { message: string; hint: string }) => message,
  hint: ({ hint }) => hint,
});
