import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const FRAME = /\(?(file:\/\/[^\s()]+?|\/[^\s()]+?)(?:\?[^\s():]*)?:(\d+):(\d+)\)?$/;

/**
 * The first line of the project's own sources in a stack trace, such as `lambdas/shop/charge.ts:14:9`; undefined when none is in
 * it. Bundles are minified, so places in them are looked up in their maps: only now that something has failed.
 */
export function firstOwnLine(trace: readonly string[], cwd: string): string | undefined {
  for (const line of trace) {
    const [, place, row = '', column = ''] = FRAME.exec(line.trim()) ?? [];
    if (place === undefined) continue;
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    const found = sourceOf(file, Number(row), Number(column)) ?? { file, row, column };
    const shown = relative(cwd, found.file);
    if (/^\.\.|(?:^|[\\/])node_modules[\\/]/.test(shown)) continue;
    return `${shown.split(sep).join('/')}:${String(found.row)}:${String(found.column)}`;
  }
  return undefined;
}

/** Where code of a bundle was written; undefined for a file that has no map. */
function sourceOf(file: string, row: number, column: number) {
  if (!existsSync(`${file}.map`)) return undefined;
  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload;
  const entry = new SourceMap({ ...map, sourceRoot: '' }).findEntry(row - 1, column - 1);
  if (!('originalSource' in entry)) return undefined;
  const url = new URL(entry.originalSource, `file://${map.sourceRoot}`);
  // What we put around a handler lies nowhere.
  if (url.protocol !== 'file:') return { file: '/node_modules/', row: 0, column: 0 };
  return { file: fileURLToPath(url), row: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
