import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { buildProgram } from '../../lib/flow/build-program.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import {
  arbitraryBatches,
  arbitraryDecisions,
  arbitraryWorkflow,
  templateText,
} from '../support/arbitrary-workflow.ts';
import { settleProgram } from '../support/program-executor.ts';
import { settle } from '../support/reference-executor.ts';
import { possibleSync } from '../support/run-workflow.ts';

const numRuns = process.env['FUZZ'] === undefined ? 100 : 20_000;

describe('a program', () => {
  it('settles every step as the reference does, with the results of the same ancestors', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(arbitraryWorkflow, arbitraryDecisions, arbitraryBatches),
        fc.constantFrom<Sync>('barriers', 'exact'),
        async (workflow, wanted) => {
          const sync = possibleSync(workflow, wanted);
          const { plan } = compileTemplate(templateText(workflow), { file: 'random.yaml', sync }).value!;
          const settled = await settleProgram(buildProgram(plan, { inline: 200, hasChildren: true }), workflow);
          const expected = settle(workflow);
          expect(Object.fromEntries(settled.steps)).toEqual(Object.fromEntries(expected.steps));
          expect(settled.status).toBe(expected.status);
        },
      ),
      { numRuns },
    );
  }, 3_600_000);
});
