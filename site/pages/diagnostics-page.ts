import { compileTemplate } from '../../lib/compile.ts';
import type { DiagnosticKind } from '../../lib/diagnostics/diagnostic-kind.ts';
import type { Severity } from '../../lib/diagnostics/diagnostic.ts';
import { isJsonObject } from '../../lib/json.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';

/** A kind of diagnostic, with the doc comment that stands above it. */
export interface DocumentedKind {
  readonly kind: DiagnosticKind<never>;
  /** Its file below lib/. */
  readonly file: string;
  readonly comment: string;
}

/** What a diagnostic says: of a mistake that its doc comment shows, or of params that it gives. */
interface Said {
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The groups of the page, and which files of lib/ each has. */
const GROUPS: readonly (readonly [title: string, files: RegExp, introduction?: string])[] = [
  ['The file', /^template\/yaml\//],
  ['Keys and values', /^template\/shape\//],
  [
    'JSON Schemas',
    /^schema\//,
    `\`input_schema\`, \`result_schema\` and the \`schema\` of events are JSON Schemas of draft 4, 6, 7, 2019-09 or 2020-12, as \`$schema\` says.
Without \`$schema\` they are of draft 2020-12.`,
  ],
  ['Rules of a template', /^template\/rules\//],
  ['Compilation', /^(?:template\/resolve-environment|plan\/|flow\/|asl\/|constructs\/)/],
  ['Files and handlers', /^(?:project\/|languages\/|template\/find-duplicates)/],
  ['State machines', /^cli\//],
];

/** The page of all diagnostics: what each means is its doc comment, and what it says is said by itself. */
export function diagnosticsPage(kinds: readonly DocumentedKind[]): string {
  const stray = kinds.find(({ file }) => !GROUPS.some(([, files]) => files.test(file)));
  if (stray !== undefined) throw new Error(`No group of the page has the diagnostics of lib/${stray.file}.`);
  const groups = GROUPS.map(([title, files, introduction]) =>
    [
      `## ${title}`,
      ...(introduction === undefined ? [] : [introduction]),
      ...kinds.filter(({ file }) => files.test(file)).map(sectionOf),
    ].join('\n\n'),
  );
  return `<!-- Made from the doc comments of the diagnostics by "npm run golden". Do not edit. -->

# Diagnostics

Every mistake is reported with its place, a code, and what to change:

\`\`\`text
templates/shop/orders.yaml:12:9: error[unknown-dependency]: Step "ship" depends on "pakc", but there is no such step.
   |
12 |       - pakc
   |         ^^^^
  hint: Did you mean "pack"?
\`\`\`

An **error** stops: nothing is compiled. A **warning** does not. \`--strict\` takes warnings for errors. All mistakes of a file come in one run.
Lines and columns count from 1. A column counts UTF-16 code units, as editors do. \`tasker-sfn validate --json\` gives
[the same as JSON](json.md), and \`tasker-sfn explain <code>\` prints a section of this page.

The examples show only the lines that matter. Below each stands what is said of it.

${groups.join('\n\n')}
`;
}

function sectionOf({ kind, comment }: DocumentedKind): string {
  const { prose, language, example } = readComment(kind.code, comment);
  const [meaning, fix] = prose.split(/^(?=\*\*Fix:\*\*)/m);
  if (fix === undefined) throw new Error(`The doc comment of "${kind.code}" has no **Fix:**.`);
  const { severity, message, hint } = language === 'yaml' ? saidOf(kind, example) : saidBy(kind, example);
  return [
    `### ${kind.code}`,
    `**${severity === 'error' ? 'Error' : 'Warning'}.** ${meaning?.trim()}`,
    ...(language === 'yaml' ? [`\`\`\`yaml\n${example}\n\`\`\``] : []),
    `\`\`\`text\n${severity}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}\n\`\`\``,
    fix.trim(),
  ].join('\n\n');
}

/** The prose of a doc comment, and its example: a template in YAML, or the params of a message in JSON. */
function readComment(code: string, comment: string) {
  const text = comment
    .replace(/^\/\*\*\n|\n? \*\/$/g, '')
    .replace(/^ \* ?/gm, '')
    .replace(/^@see .*\n+/m, '');
  const match = /^([^]*?)\n@example\n```(yaml|json)\n([^]*?)\n```\s*$/.exec(text);
  if (match === null) throw new Error(`The doc comment of "${code}" has no @example in YAML or JSON.`);
  const [, prose = '', language, example = ''] = match;
  return { prose: prose.trim(), language, example };
}

/** What is said of a template that makes the mistake; the lines that every template has are added where they are missing. */
function saidOf({ code }: DiagnosticKind<never>, example: string): Said {
  const head = 'name: orders\nnamespace_name: shop\nversion: 1.0.0\n';
  const said = [
    ...parseTemplate(example, 'example.yaml').diagnostics,
    ...compileTemplate(`${head}${example}`, { file: 'example.yaml' }).diagnostics,
  ].find((diagnostic) => diagnostic.code === code);
  if (said === undefined) throw new Error(`The example of "${code}" does not make that mistake.`);
  return said;
}

/** What is said with the params of an example, where no template by itself makes the mistake. */
function saidBy(kind: DiagnosticKind<never>, example: string): Said {
  const params: unknown = JSON.parse(example);
  if (!isJsonObject(params)) throw new Error(`The params of "${kind.code}" must be an object.`);
  const said = {
    severity: kind.severity,
    message: kind.message(params as never),
    hint: kind.hint?.(params as never),
  };
  if (/undefined|NaN|\[object/.test(`${said.message} ${said.hint ?? ''}`)) {
    throw new Error(`The example of "${kind.code}" lacks params: ${said.message}`);
  }
  return said;
}
