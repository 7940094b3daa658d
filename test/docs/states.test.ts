import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import type { StateMachine, SubMachine } from '../../lib/states-language/types.ts';
import { root } from './pages.ts';

const file = 'templates/microservices/user_registration.yaml';
const { value } = compileTemplate(readFileSync(join(root, file), 'utf8'), { file });
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function statesOf(machine: StateMachine | SubMachine): readonly string[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    name,
    ...('Branches' in state ? state.Branches.flatMap(statesOf) : []),
  ]);
}

const states = value === undefined ? [] : statesOf(value.definition);

it('docs/explanation/states.md names states that the machine has, and counts its transitions', () => {
  const page = read('docs/explanation/states.md');
  const table = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(8);
  const short = states.map((name) => name.replace(/^parallel\(.*\):/, 'parallel(…):'));
  expect(named.filter((name) => !states.includes(name) && !short.includes(name))).toEqual([]);
  expect(value?.transitions).toBe(7);
  expect(page).toContain('enters seven states');
});

it('docs/comparison.md counts the states of the machine', () => {
  expect(read('docs/comparison.md')).toContain(`| 5 steps | ${states.length} states |`);
});
