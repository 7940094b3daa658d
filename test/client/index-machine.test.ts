import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../lib/client/index.ts';
import { indexMachine } from '../../lib/client/view/index-machine.ts';
import { compileTemplate } from '../../lib/compile.ts';

const golden = join(import.meta.dirname, '../golden');
const cases = readdirSync(golden, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('indexMachine', () => {
  it.each(cases.map(({ name }) => name))('%s: reads from the manifest what the states look like', (name) => {
    const { value } = compileTemplate(readFileSync(join(golden, name, 'template.yaml'), 'utf8'), {
      file: 'template.yaml',
      sync: name.endsWith('-exact') ? 'exact' : 'barriers',
    });
    const { definition, manifest } = value!;
    const { Comment, ...without } = definition;
    const index = indexMachine(definition);
    expect(Comment).toContain('"manifest":2');
    const { identity, budget, ...read } = index;
    // Machines without a manifest are older than steps of other types, waits whose failure has no name, and tasks in JSONata.
    const isOfOld = ({ States }: StateMachine) =>
      Object.values(States).every((state) => state.Type !== 'Task' || state.QueryLanguage !== 'JSONata');
    if (manifest.steps.every(({ type }) => type === 'standard') && index.awaits.size === 0 && isOfOld(definition))
      expect(read).toEqual(indexMachine(without));
    expect({ identity, budget }).toEqual({ identity: manifest.template, budget: manifest.budget });
    expect([...index.tasks.keys()]).toEqual(
      [...manifest.states].filter(([, { role }]) => role === 'task').map(([state]) => state),
    );
    expect(Object.fromEntries(index.groups)).toMatchObject(Object.fromEntries(manifest.groups));
  });

  it('goes by the manifest rather than by what a state looks like', () => {
    const { value } = compileTemplate(
      'name: one\nnamespace_name: test\nversion: 1.0.0\nsteps:\n  - { name: only, handler: { callable: A } }\n',
      { file: 'one.yaml' },
    );
    const { definition } = value!;
    const likeStep = { ...definition.States['only']!, Next: '[report]' } as (typeof definition.States)[string];
    const index = indexMachine({ ...definition, States: { ...definition.States, 'only: aside': likeStep } });
    expect([...index.tasks.keys()]).toEqual(['only']);
  });
});
