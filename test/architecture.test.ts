import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which room may import which; the table of ARCHITECTURE.md. */
const doors: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  graph: [],
  contract: [],
  'states-language': ['contract'],
  template: ['diagnostics', 'graph'],
  plan: ['template', 'graph', 'diagnostics'],
  asl: ['plan', 'template', 'states-language', 'contract', 'diagnostics'],
  compile: ['template', 'plan', 'asl', 'states-language', 'diagnostics'],
  runtime: ['contract'],
  client: ['contract', 'states-language'],
  local: ['states-language', 'contract'],
  api: ['client', 'contract', 'template', 'diagnostics'],
  viz: ['plan', 'template', 'graph', 'client'],
  bundle: ['contract', 'diagnostics', 'template'],
  constructs: ['states-language', 'compile', 'bundle', 'contract', 'template', 'diagnostics', 'asl', 'plan', 'api'],
  cli: [
    'compile',
    'states-language',
    'diagnostics',
    'graph',
    'contract',
    'template',
    'plan',
    'asl',
    'runtime',
    'client',
    'local',
    'api',
    'viz',
    'bundle',
  ],
  index: ['compile', 'states-language', 'diagnostics', 'contract', 'template', 'plan', 'asl', 'viz'],
};

/** Rooms that are text in, values out: nothing of Node's may be imported there. */
const pure = new Set([
  'diagnostics',
  'graph',
  'contract',
  'states-language',
  'template',
  'plan',
  'asl',
  'viz',
  'compile',
]);

const lib = resolve(import.meta.dirname, '../lib');

const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(lib, file));

/** The room of a file: its folder below lib/, or its own name when it lies in lib/ itself. */
function roomOf(file: string): string {
  const [first = ''] = relative(lib, file).split(sep);
  return first.replace(/\.ts$/, '');
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => (match[1] ?? match[2])!);
}

describe('architecture', () => {
  it.each(files.map((file) => [relative(lib, file), file]))('%s imports only through its doors', (_, file) => {
    const room = roomOf(file);
    expect(doors, `lib/${room} is not in the table of rooms`).toHaveProperty(room);
    for (const specifier of importsOf(file)) {
      if (specifier.endsWith('.ts')) {
        const target = roomOf(resolve(dirname(file), specifier));
        if (target !== room) expect(doors[room], `${room} → ${target}`).toContain(target);
      } else if (pure.has(room)) {
        expect(specifier, `lib/${room} is pure`).not.toMatch(/^node:|^@aws-sdk/);
      }
      if (room === 'cli') expect(specifier).not.toMatch(/^aws-cdk-lib|^constructs/);
      if (room === 'runtime') expect(specifier).not.toMatch(/^(yaml|zod|aws-cdk-lib)/);
    }
  });

  it('has no import cycle between files', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, `cycle: ${[...path, file].map((each) => relative(lib, each)).join(' → ')}`).not.toContain(file);
      if (done.has(file)) return;
      for (const specifier of importsOf(file).filter((each) => each.endsWith('.ts'))) {
        visit(resolve(dirname(file), specifier), [...path, file]);
      }
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});
