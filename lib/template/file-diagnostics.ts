import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { quote } from '../diagnostics/wording.ts';

// What can be wrong with finding and reading the files of templates.

export const fileNotFound = defineDiagnostic({
  code: 'file-not-found',
  severity: 'error',
  message: ({ path }: { path: string }) => `There is no file or folder ${quote(path)}.`,
});

export const unreadableFile = defineDiagnostic({
  code: 'unreadable-file',
  severity: 'error',
  message: ({ path, reason }: { path: string; reason: string }) => `The file ${quote(path)} cannot be read: ${reason}.`,
});

export const noTemplates = defineDiagnostic({
  code: 'no-templates',
  severity: 'error',
  message: ({ path }: { path: string }) =>
    `The folder ${quote(path)} holds no templates (files that end in .yaml or .yml).`,
});
