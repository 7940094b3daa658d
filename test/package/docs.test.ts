import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from './support/run.ts';
import { subpaths } from './support/subpaths.ts';

const root = resolve(import.meta.dirname, '../..');
const project = inject('project');

const IMPORT =
  /import\s+(?:type\s+)?(?:[\w*]+(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'((?:tasker-sfn|@tasker-systems)[^']*)'/g;

function filesIn(folder: string, ending: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(ending)).map((file) => join(folder, file));
}

/** The imports of the package that a text shows, one a line; those of code itself begin a line of a doc comment or a fence. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const shown = file.endsWith('.md')
    ? text
    : (text.match(/\/\*\*[^]*?\*\//g) ?? []).join('\n').replace(/^\s*\* ?/gm, '');
  return [...shown.matchAll(IMPORT)].map(([statement]) => `${statement.replace(/\s+/g, ' ')};`);
}

describe('the docs', () => {
  const files = ['README.md', ...filesIn('docs', '.md'), ...filesIn('lib', '.ts')];
  const shown = files.map((file) => ({ file, imports: importsOf(file) })).filter(({ imports }) => imports.length > 0);

  it('show imports of every part of the package', () => {
    const parts = new Set(shown.flatMap(({ imports }) => imports.map((text) => /'([^']*)'/.exec(text)?.[1])));
    // What a configuration names, such as a reporter, nobody imports.
    const pages = files.filter((file) => file.endsWith('.md')).map((file) => readFileSync(join(root, file), 'utf8'));
    const isShown = (subpath: string) => parts.has(subpath) || pages.some((page) => page.includes(`'${subpath}'`));
    expect(subpaths.filter((subpath) => !isShown(subpath))).toEqual([]);
  });

  it('import what the installed package has', () => {
    const folder = join(project, 'docs-imports');
    mkdirSync(folder);
    for (const { file, imports } of shown) {
      for (const [index, statement] of imports.entries()) {
        writeFileSync(join(folder, `${file.replaceAll('/', '__')}.${index}.ts`), statement);
      }
    }
    const compilerOptions = { module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true, types: ['node'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
    run(project, process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'docs-imports');
  });
});
