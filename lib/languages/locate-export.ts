import { readFileSync } from 'node:fs';
import type { HandlerLocation } from './handler-location.ts';
import type { SourceLocation } from './source-problem.ts';

/** Where a file declares a name: its first line that has it as a word of its own. */
export function locateExport({ file, exportName }: Pick<HandlerLocation, 'file' | 'exportName'>): SourceLocation {
  // Within its modules, a constant is called by the last part of its path.
  const name = exportName.split('::').at(-1) ?? exportName;
  const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = Math.max(
    0,
    lines.findIndex((text) => word.test(text)),
  );
  return { file, line: line + 1, column: (lines[line]?.search(word) ?? -1) + 1 || 1 };
}
