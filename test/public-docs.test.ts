import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkExamples } from './support/check-examples.ts';
import { publicNames, publicProgram } from './support/public-docs.ts';

const root = join(import.meta.dirname, '..');

const ENTRIES = ['', 'runtime/', 'client/', 'local/', 'testing/', 'constructs/', 'api/'].map(
  (entry) => `lib/${entry}index.ts`,
);

let program: ReturnType<typeof publicProgram>;
let names: ReturnType<typeof publicNames>;

beforeAll(() => {
  program = publicProgram(root, ENTRIES);
  names = publicNames(program, root);
}, 300_000);

describe('public docs', () => {
  it('finds the names of every entry', () => {
    for (const [entry, found] of names) expect(found.length, entry).toBeGreaterThan(20);
    const runtime = names.get('lib/runtime/index.ts')!.map(({ name }) => name);
    // An export, a static, a protected method, a field of a type that only a signature leads to, and a constant's member.
    expect(runtime).toEqual(
      expect.arrayContaining([
        'StepHandler',
        'StepHandler.handlerName',
        'StepHandler.failure',
        'ErrorOptionsWithDetails.errorCode',
        'ErrorType.TIMEOUT',
      ]),
    );
    expect(runtime).not.toContain('StepHandler.statics');
  });

  it('every export of every entry has a docstring, and so has every member that can be reached from it', () => {
    const missing = [...names.values()].flat().filter(({ documented }) => !documented);
    expect([...new Set(missing.map(({ name, place }) => `${place} ${name}`))]).toEqual([]);
  });

  it('one name is one thing, in all entries', () => {
    const places = new Map<string, Set<string>>();
    for (const { name, place } of [...names.values()].flat()) {
      if (name.includes('.')) continue;
      places.set(name, (places.get(name) ?? new Set()).add(place));
    }
    const shared = [...places]
      .filter(([, all]) => all.size > 1)
      .map(([name, all]) => `${name}: ${[...all].join(', ')}`);
    // Handlers may name what Tasker's package has for workers and clients, which has no place in a function.
    const theirs = /lib\/runtime\/tasker-package\//;
    expect(shared.filter((line) => !theirs.test(line))).toEqual([]);
  });

  it('every example compiles', () => {
    const { count, errors } = checkExamples(program, root, [...names.values()].flat());
    expect(errors).toEqual([]);
    expect(count).toBeGreaterThan(25);
  }, 300_000);
});
