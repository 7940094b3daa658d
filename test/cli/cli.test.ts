import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from './fake-io.ts';

describe('cli', () => {
  it('prints its help and its version on stdout', async () => {
    const io = fakeIo();
    expect(await cli(['--help'], io)).toBe(0);
    for (const command of ['validate', 'plan', 'graph', 'compile', 'run']) expect(io.out()).toContain(`  ${command} `);
    expect(io.err()).toBe('');

    const version = fakeIo();
    expect(await cli(['--version'], version)).toBe(0);
    expect(version.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('shows its help on stderr when it is told to do nothing', async () => {
    const io = fakeIo();
    expect(await cli([], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('Usage: tasker-sfn');
  });

  it.each([
    [['validat', 'x.yaml'], /unknown command 'validat'\n\(Did you mean validate\?\)/],
    [['validate', '--jsn', 'x.yaml'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [['compile'], /missing required argument 'template'/],
    [['compile', 'a.yaml', 'b.yaml'], /too many arguments/],
    [['graph', 'a.yaml', '--format', 'png'], /Allowed choices are mermaid, dot, svg/],
    [['run', 'a.yaml', '--seed', '1.5'], /It must be a whole number from 0 to/],
    [['run', 'a.yaml', '--priority', '101'], /It must be a whole number from -100 to 100/],
  ])('%j is bad usage', async (argv, message) => {
    const io = fakeIo();
    expect(await cli(argv, io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toMatch(message);
    expect(io.err()).toContain('--help');
  });

  it('takes a negative priority', async () => {
    const io = fakeIo();
    await cli(['run', 'missing.yaml', '--priority', '-5'], io);
    expect(io.err()).toContain('file-not-found');
  });
});

describe('start-up', () => {
  const lib = resolve(import.meta.dirname, '../../lib');

  /** Packages that a file loads before any command runs: static imports of values, and what those import. */
  function loadedBy(file: string, seen = new Set<string>()): string[] {
    if (seen.has(file)) return [];
    seen.add(file);
    const statics = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;]*? from '([^']+)'/gm)];
    return statics.flatMap(([, specifier]) => {
      if (specifier!.endsWith('.ts')) return loadedBy(resolve(file, '..', specifier!), seen);
      return specifier!.startsWith('.') ? [] : [specifier!];
    });
  }

  it('loads nothing but the argument parser before a command runs', () => {
    expect([...new Set(loadedBy(join(lib, 'cli/cli.ts')))]).toEqual(['commander']);
  });

  it('lists every command file', () => {
    const files = readdirSync(join(lib, 'cli/commands')).filter((file) => file !== 'index.ts');
    const index = readFileSync(join(lib, 'cli/commands/index.ts'), 'utf8');
    for (const file of files) expect(index).toContain(`'./${file}'`);
  });
});
