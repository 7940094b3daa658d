import { Composer, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import type { Report } from '../../diagnostics/report.ts';
import { malformedYaml, severalDocuments, tabIndentation, tooDeep, yamlWarning } from './diagnostics.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';

/** Composing recurses; a file that nests deeper than this is no template. */
const DEEPEST = 100;
/** The parser recovers as best it can, so later errors say ever less. */
const MOST_ERRORS = 10;

/** What some of the parser's errors usually come from. */
const ADVICE: readonly (readonly [reason: RegExp, advice: string])[] = [
  [/^Nested mappings are not allowed/, 'Put a text that holds ": " in quotes.'],
  [/^Plain value cannot start with/, 'Put the text in quotes.'],
  [
    /^All .* must start at the same column/,
    'Give all keys of a mapping, and all items of a list, the same indentation.',
  ],
];

/**
 * The file's one YAML document. Says what is wrong with the text; returns nothing when it cannot be composed at all.
 * Lexer, parser and composer are run by hand since only so the depth is known before the composer recurses.
 */
export function composeYaml(file: SourceFile, report: Report): Document.Parsed | undefined {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(file.text)) {
    tokens.push(...parser.next(lexeme));
    // A level of nesting takes one or two places on the parser's stack.
    if (parser.stack.length > 2 * DEEPEST) {
      report(tooDeep, spanOf(file, parser.offset, parser.offset), { limit: DEEPEST });
      return undefined;
    }
  }
  tokens.push(...parser.end());

  // Unique keys are checked later: there both places are known, and the library's own check is quadratic.
  const composer = new Composer({ schema: 'core', resolveKnownTags: false, uniqueKeys: false, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, file.text.length)];
  if (document === undefined || document.range === undefined) return undefined;
  for (const error of firstOfEachLine(file, document.errors).slice(0, MOST_ERRORS)) reportError(error, file, report);
  for (const { message, pos } of document.warnings) {
    report(yamlWarning, spanOf(file, ...pos), { reason: asSentence(message) });
  }
  if (second !== undefined) {
    const start = file.text.indexOf('---', document.range[2]);
    report(severalDocuments, start === -1 ? spanOf(file, second.range[0]) : spanOf(file, start, start + 3), {});
  }
  return document;
}

function reportError({ code, message, pos }: YAMLError, file: SourceFile, report: Report): void {
  const span = spanOf(file, ...pos);
  const advice = ADVICE.find(([reason]) => reason.test(message))?.[1];
  if (code === 'TAB_AS_INDENT') report(tabIndentation, span, {});
  else report(malformedYaml, span, { reason: asSentence(message), advice });
}

/** One slip often makes several errors in the same line; the first tells the cause. */
function firstOfEachLine(file: SourceFile, errors: readonly YAMLError[]): YAMLError[] {
  const first: YAMLError[] = [];
  let lineEnd = -1;
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (error.pos[0] <= lineEnd) continue;
    first.push(error);
    const end = file.text.indexOf('\n', error.pos[0]);
    lineEnd = end === -1 ? file.text.length : end;
  }
  return first;
}

function asSentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** The parser places some errors behind the end of the text. */
function spanOf(file: SourceFile, start: number, end: number = start): Span {
  const { length } = file.text;
  return { file, start: Math.min(start, length), end: Math.min(end, length) };
}
