import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindMachines } from '../../lib/asl/child-machines.ts';
import { compileTemplate, compileWithin } from '../../lib/compile.ts';
import { measureProgram, SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { buildProgram } from '../../lib/flow/build-program.ts';
import { partTree } from '../../lib/flow/part-tree.ts';
import { validateDefinition } from '../../lib/local/index.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import { anyWorkflow, arbitraryMost, arbitraryRoom, templateText } from '../support/arbitrary-workflow.ts';
import { settleProgram } from '../support/program-executor.ts';
import { settle } from '../support/reference-executor.ts';

const numRuns = process.env['FUZZ'] === undefined ? 100 : 20_000;

describe('a program', () => {
  it('settles every step as the reference does, with the results of the same ancestors', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkflow,
        fc.constantFrom<Sync>('barriers', 'exact'),
        arbitraryMost,
        fc.constantFrom(SERVICE_LIMITS.levels, 1, 3),
        async (workflow, sync, most, levels) => {
          const { plan } = compileTemplate(templateText(workflow), { file: 'random.yaml', sync }).value!;
          const limits = { inline: 200, hasChildren: true, perChild: 200, levels };
          const scale = measureProgram(buildProgram(plan, limits), { ...SERVICE_LIMITS, steps: most }, 1);
          const tree = partTree(plan.tree, { ...scale, leaf: ({ name }) => scale.leaf(name.value) });
          const settled = await settleProgram(buildProgram(plan, limits, tree), workflow);
          const expected = settle(workflow);
          expect(Object.fromEntries(settled.steps)).toEqual(Object.fromEntries(expected.steps));
          expect(settled.status).toBe(expected.status);
        },
      ),
      { numRuns },
    );
  }, 3_600_000);

  it('becomes machines that Step Functions has nothing against', () => {
    fc.assert(
      fc.property(
        anyWorkflow,
        fc.constantFrom<Sync>('barriers', 'exact'),
        arbitraryMost,
        arbitraryRoom,
        (workflow, sync, most, { workers = SERVICE_LIMITS.workers, levels = SERVICE_LIMITS.levels, yields }) => {
          const yielding = yields && { yields: new Set(workflow.map(({ name }) => name)) };
          const { value } = compileWithin(
            templateText(workflow),
            { file: 'random.yaml', sync, ...yielding },
            { ...SERVICE_LIMITS, steps: most, workers, levels, ...(yields && { yields }) },
          );
          const { definition, machines } = bindMachines(value!);
          for (const machine of [definition, ...machines.values()])
            expect(validateDefinition(JSON.stringify(machine))).toEqual([]);
        },
      ),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  }, 3_600_000);
});
