import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { hasErrors } from '../../lib/diagnostics/outcome.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { toJson } from '../../lib/diagnostics/to-json.ts';
import { findCycles } from '../../lib/graph/find-cycles.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { resolveEnvironment } from '../../lib/template/resolve-environment.ts';
import type { TaskTemplate } from '../../lib/template/task-template.ts';
import { allDiagnostics } from '../support/all-diagnostics.ts';
import { judgeDefinition } from '../support/judge-definition.ts';

const runs = (usual: number) => ({ numRuns: process.env['FUZZ'] ? usual * 30 : usual });

const codes = [...(await allDiagnostics()).keys()];
const golden = 'test/golden-errors';
const seeds = [
  readFileSync('templates/microservices/user_registration.yaml', 'utf8'),
  readFileSync('test/template/fixtures/every-key.yaml', 'utf8'),
  ...readdirSync(golden, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(`${golden}/${name}/template.yaml`, 'utf8')),
];

/** Text that means something in YAML, in a template, or in neither. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      ': ',
      '- ',
      '\n',
      '\t',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a ',
      '*a',
      '<<: ',
      '? ',
      '| ',
      '> ',
      '!!map ',
      '"',
      "'",
      '#',
      '---\n',
      '%',
    ],
    ...[
      'null',
      '~',
      '.nan',
      '0x',
      '1e400',
      '__proto__: 1',
      'constructor',
      'ALL',
      'depends_on',
      'limit',
      'steps',
      'name',
      'type',
    ],
    ...['\u0000', '\u001b[31m', '\ud800', '\ufeff', '\u2028', '\r', '😀'],
  ),
  fc.string({ maxLength: 8 }),
  fc.integer().map(String),
);

/** A change to a text; the numbers say where, as fractions. */
interface Mutation {
  readonly kind: string;
  readonly at: number;
  readonly to: number;
  readonly piece: string;
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const kinds = ['insert', 'delete', 'flip', 'drop line', 'double line', 'indent', 'dedent', 'swap lines', 'rename'];
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fraction,
  to: fraction,
  piece,
});

function mutate(text: string, { kind, at, to, piece }: Mutation): string {
  const offset = Math.floor(at * text.length);
  const lines = text.split('\n');
  const line = Math.floor(at * (lines.length - 1));
  const other = Math.floor(to * (lines.length - 1));
  switch (kind) {
    case 'insert':
      return text.slice(0, offset) + piece + text.slice(offset);
    case 'delete':
      return text.slice(0, offset) + text.slice(offset + 1 + Math.floor(to * 10));
    case 'flip':
      return (
        text.slice(0, offset) +
        String.fromCharCode((text.charCodeAt(offset) || 0) ^ (1 << Math.floor(to * 7))) +
        text.slice(offset + 1)
      );
    case 'drop line':
      lines.splice(line, 1);
      return lines.join('\n');
    case 'double line':
      lines.splice(line, 0, lines[line]!);
      return lines.join('\n');
    case 'indent':
      lines[line] = ` ${lines[line]}`;
      return lines.join('\n');
    case 'dedent':
      lines[line] = lines[line]!.replace(/^ {1,2}/, '');
      return lines.join('\n');
    case 'swap lines':
      [lines[line], lines[other]] = [lines[other]!, lines[line]!];
      return lines.join('\n');
    default:
      lines[line] = lines[line]!.replace(/\w+(?=:)/, piece);
      return lines.join('\n');
  }
}

const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([seed, mutations]) => mutations.reduce(mutate, seed));

function check(text: string): void {
  const { value, diagnostics } = parseTemplate(text, 'fuzz.yaml');
  expect(value === undefined).toBe(hasErrors(diagnostics));
  for (const diagnostic of diagnostics) {
    expect(codes).toContain(diagnostic.code);
    for (const { span } of [diagnostic, ...diagnostic.related]) {
      expect(span.file.text).toBe(text);
      expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
    }
    expect(renderDiagnostic(diagnostic)).not.toMatch(/[^\P{Control}\n]/u);
    expect(JSON.parse(JSON.stringify(toJson(diagnostic)))).toMatchObject({ code: diagnostic.code });
  }
  if (value !== undefined) checkTemplate(value);
}

/** What later phases take for granted. */
function checkTemplate(template: TaskTemplate): void {
  const names = template.steps.map(({ name }) => name.value);
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
  const graph = new Map(template.steps.map((s) => [s.name.value, s.dependencies.map(({ value }) => value)]));
  expect([...graph.values()].flat().filter((name) => !graph.has(name))).toEqual([]);
  expect(findCycles(graph)).toEqual([]);
  for (const { handler, retry } of template.steps) {
    expect(handler.callable.value).not.toBe('');
    expect(JSON.parse(JSON.stringify(handler.initialization))).toEqual(handler.initialization);
    expect(retry.maxAttempts).toBeGreaterThan(0);
  }
  for (const environment of template.environments.keys()) {
    expect(resolveEnvironment(template, environment).value?.steps).toHaveLength(names.length);
  }
}

describe('parseTemplate, whatever it is given', () => {
  it('gives an outcome for mutated templates', () => {
    fc.assert(fc.property(mutated, check), runs(300));
  });

  it('gives an outcome for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        check,
      ),
      runs(300),
    );
  });
});

describe('compileTemplate, whatever it is given', () => {
  it('gives diagnostics, or a machine that every judge passes', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        const { value, diagnostics } = compileTemplate(text, { file: 'fuzz.yaml' });
        expect(value === undefined).toBe(hasErrors(diagnostics));
        if (value !== undefined) expect(await judgeDefinition(value.definition)).toEqual([]);
      }),
      runs(100),
    );
  });
});
