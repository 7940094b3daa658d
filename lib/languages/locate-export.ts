import { readFileSync } from 'node:fs';
import type { HandlerLocation } from './handler-location.ts';
import type { SourceLocation } from './source-problem.ts';

/** Where a file declares a name; where no declaration is found, the first line that has it as a word of its own. */
export function locateExport({ file, exportName }: Pick<HandlerLocation, 'file' | 'exportName'>): SourceLocation {
  // Within its modules, a constant is called by the last part of its path.
  const name = (exportName.split('::').at(-1) ?? exportName).replaceAll('$', '\\$');
  const word = `(?<![\\w$])${name}(?![\\w$])`;
  // A comment, an import or a text may have the name before.
  const declared = new RegExp(
    `(?<=^\\s*(?:export |default |abstract |async )*(?:class|const|let|var|function|def) (?:\\w+::)*)${word}`,
  );
  const assigned = new RegExp(`(?<=^\\s*(?:(?:module\\.)?exports\\.)?)${word}(?=\\s*=[^=>])`);
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const way of [declared, assigned, new RegExp(word)]) {
    const line = lines.findIndex((text) => way.test(text));
    if (line >= 0) return { file, line: line + 1, column: (lines[line] ?? '').search(way) + 1 };
  }
  return { file, line: 1, column: 1 };
}
