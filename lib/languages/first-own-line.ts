import { existsSync, readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SourceLocation } from './source-problem.ts';

/** A frame of Node. A path may hold spaces and brackets: what is before it ends at the first bracket, or is `at` alone. */
const FRAME = /(\(|^\s*at (?:async )?)((?:file:\/\/|\/)[^<>]+?)(?:\?[^\s():]*)?:(\d+):(\d+)\)?$/;
const PYTHON_FRAME = /^File "([^"]+)", line (\d+)(?:, in |$)/;
const RUBY_FRAME = /^(?:from )?(\/[^:]+\.rb):(\d+)(?::in |$)/;
/** What is installed, and not the project's own. */
const INSTALLED = /^\.\.|(?:^|[\\/])(?:node_modules|site-packages|vendor[\\/]bundle)[\\/]/;

/** The line of {@link firstOwnPlace} in words, such as `lambdas/shop/charge.ts:14:9`. */
export function firstOwnLine(trace: readonly string[], cwd: string): string | undefined {
  const place = firstOwnPlace(trace, cwd);
  if (place === undefined) return undefined;
  return `${relative(cwd, place.file).split(sep).join('/')}:${String(place.line)}:${String(place.column)}`;
}

/**
 * The first place of the project's own sources in a stack trace; undefined when none is in it. Bundles are minified, so places in
 * them are looked up in their maps: only now that something has failed.
 */
export function firstOwnPlace(trace: readonly string[], cwd: string): SourceLocation | undefined {
  for (const place of placesIn(trace)) if (!INSTALLED.test(relative(cwd, place.file))) return place;
  return undefined;
}

/**
 * A stack trace with the places of the sources instead of those of bundles. A frame of the runtime, which calls the handler, is left
 * out; one of a file that has no map stays as it is.
 */
export function withSources(stack: string): string {
  return stack
    .split('\n')
    .flatMap((line) => {
      const [found, before, place, row, column] = FRAME.exec(line) ?? [];
      if (found === undefined || place === undefined) return [line];
      const source = sourceOf(pathOf(place), Number(row), Number(column));
      if (source === undefined) return [line];
      if (source === OURS) return [];
      const text = `${source.file}:${source.line}:${source.column}`;
      return [line.replace(found, () => `${before}${text}${found.endsWith(')') ? ')' : ''}`)];
    })
    .join('\n');
}

function pathOf(place: string): string {
  return place.startsWith('file:') ? fileURLToPath(place) : place;
}

/** The place of what none of the sources says: the runtime in a bundle, and what makes a function of a handler. */
const OURS: SourceLocation = { file: '/node_modules/', line: 0, column: 0 };

/** The places of a trace, the innermost first. Python tells it last. */
function* placesIn(trace: readonly string[]): Generator<SourceLocation> {
  const lines = trace.flatMap((each) => each.split('\n')).map((line) => line.trim());
  for (const line of lines.toReversed()) {
    const [, file, row] = PYTHON_FRAME.exec(line) ?? [];
    if (file !== undefined) yield { file, line: Number(row), column: firstColumn(file, Number(row)) };
  }
  for (const line of lines) {
    const [, ruby, at] = RUBY_FRAME.exec(line) ?? [];
    if (ruby !== undefined) yield { file: ruby, line: Number(at), column: firstColumn(ruby, Number(at)) };
    const [, , place, row = '', column = ''] = FRAME.exec(line) ?? [];
    if (place === undefined) continue;
    const file = pathOf(place);
    yield sourceOf(file, Number(row), Number(column)) ?? { file, line: Number(row), column: Number(column) };
  }
}

/** Where the code of a line begins. */
function firstColumn(file: string, row: number): number {
  if (!existsSync(file)) return 1;
  const line = readFileSync(file, 'utf8').split('\n')[row - 1] ?? '';
  return line.search(/\S|$/) + 1;
}

/** Where code of a bundle was written; undefined for a file that has no map. */
function sourceOf(file: string, row: number, column: number): SourceLocation | undefined {
  const read = sourceMapOf(file);
  if (read === undefined) return undefined;
  const entry = read.map.findEntry(row - 1, column - 1);
  if (!('originalSource' in entry)) return OURS;
  const { originalSource: source, originalLine, originalColumn } = entry;
  const url = URL.canParse(source) ? new URL(source) : pathToFileURL(resolve(dirname(file), read.root, source));
  if (url.protocol !== 'file:') return OURS;
  return { file: fileURLToPath(url), line: originalLine + 1, column: originalColumn + 1 };
}

/** The map of a bundle, and from where the paths in it start. */
interface ReadMap {
  readonly file: string;
  readonly written: number;
  readonly map: SourceMap;
  readonly root: string;
}

/** The map that was read last: the frames of a trace lie in one bundle, and so do those of further attempts. */
let lastRead: ReadMap | undefined;

function sourceMapOf(file: string): ReadMap | undefined {
  const written = statSync(`${file}.map`, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined) return undefined;
  if (lastRead?.file === file && lastRead.written === written) return lastRead;
  const payload = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload;
  // Node would put the root before each source.
  const map = new SourceMap({ ...payload, sourceRoot: '' });
  return (lastRead = { file, written, map, root: payload.sourceRoot ?? '' });
}
