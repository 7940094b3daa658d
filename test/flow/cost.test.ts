import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import type { State, SubMachine } from '../../lib/states-language/types.ts';
import { arbitraryWorkflow, templateText } from '../support/arbitrary-workflow.ts';

const root = join(import.meta.dirname, '../..');

function costOf(file: string, sync: Sync) {
  const text = readFileSync(join(root, file), 'utf8');
  const { transitions, historyEvents } = compileTemplate(text, { file, sync }).value!;
  return { transitions, historyEvents };
}

/** The states on the way of success. A Choice of ours names it first. */
function walk(machine: SubMachine): number {
  let count = 0;
  let name: string | undefined = machine.StartAt;
  while (name !== undefined) {
    const state: State = machine.States[name]!;
    count += 1;
    if (state.Type === 'Parallel') count += state.Branches.reduce((sum, branch) => sum + walk(branch), 0);
    name = state.Type === 'Choice' ? state.Choices[0]?.Next : 'Next' in state ? state.Next : undefined;
  }
  return count;
}

describe('what a program costs', () => {
  it.each([
    ['templates/microservices/user_registration.yaml', 'barriers', 7, 109],
    ['test/golden/single-step/template.yaml', 'barriers', 1, 29],
    ['test/golden/backoffs/template.yaml', 'barriers', 5, 148],
    ['test/golden/n-shape/template.yaml', 'barriers', 10, 120],
    ['test/golden/n-shape-exact/template.yaml', 'exact', 14, 137],
  ] as const)('%s, %s: %i transitions, %i events', (file, sync, transitions, historyEvents) => {
    expect(costOf(file, sync)).toEqual({ transitions, historyEvents });
  });

  it('is as many transitions as there are states on the way of success, and one release for each step that waits', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, fc.constantFrom<Sync>('barriers', 'exact'), (workflow, sync) => {
        const { definition, plan, transitions } = compileTemplate(templateText(workflow), { file: 'x', sync }).value!;
        expect(transitions).toBe(walk(definition) + plan.rendezvous.size);
      }),
      { numRuns: 150 },
    );
  });
});
