import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limit } from '../../lib/states-language/limits.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import { indexMachine } from '../../lib/client/view/index-machine.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { requestLimit } from '../../lib/contract/limits.ts';
import { arbitraryBatches, arbitraryWorkflow, templateText, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow } from '../support/run-workflow.ts';

const numRuns = process.env['FUZZ'] === undefined ? 25 : 3_000;

describe('the size of what travels', () => {
  // The engine ends an execution whose state exceeds 256 KiB, as AWS does: so the same end as the reference is the proof.
  it('never exceeds a state, whatever handlers return or throw, and however large the request', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(arbitraryWorkflow, arbitraryBatches),
        fc.array(fc.constantFrom(0, 100, 5_000, 60_000, 250_000, 900_000), { minLength: 1, maxLength: 7 }),
        fc.constantFrom('x', 'ü', '"', '\u0001', '😀'),
        fc.constantFrom(0, 1_000, 100_000, 'all that is allowed'),
        fc.constantFrom<Sync>('barriers', 'exact'),
        // So many steps are in one execution at most: what travels between the executions of a task is bounded, too.
        fc.constantFrom(Infinity, 3, 5),
        async (workflow, sizes, character, requestBytes, sync, most) => {
          const order = new Map(workflow.map((step, index) => [step.name, sizes[index % sizes.length]!]));
          const run = await runWorkflow(workflow, {
            sync,
            most,
            ballast: (step) => character.repeat(order.get(step)!),
            context: {
              ballast: 'r'.repeat(typeof requestBytes === 'number' ? requestBytes : mostBallast(workflow, sync)),
            },
          });
          const expected = settle(workflow);
          expect(run.outcome.status).toBe(expected.status);
          if (expected.status === 'FAILED') expect(run.outcome.error).toBe('TaskFailed');
          expect(run.outcome.cause?.length ?? 0).toBeLessThanOrEqual(Limit.causeChars);
          // Reading a parked result is invisible to handlers: each saw what its ancestors returned.
          for (const [name, settled] of expected.steps)
            expect(run.runs.get(name)!.at(-1)?.saw ?? []).toEqual(settled.saw);
        },
      ),
      { numRuns },
    );
  }, 600_000);
});

describe('the cause of a task that failed', () => {
  // On AWS, `$string` leaves control characters as they are, which JSON does not allow.
  it('is JSON where a message has colors for a terminal', async () => {
    const [step] = fc.sample(arbitraryWorkflow, { seed: 1, numRuns: 1 })[0]!;
    const workflow: WorkflowStep[] = [{ ...step!, name: 'pay', dependencies: [], runs: ['permanent'] }];
    const { failure } = await runWorkflow(workflow, { ballast: () => ': \u001B[31mdeclined\u001B[0m\n\\u001b "\t"' });
    expect(failure?.failed[0]).toMatchObject({ message: 'never: \u241B[31mdeclined\u241B[0m\n\\u001b "\t"' });
  });
});

/** What fits into a context beside the other fields of a request that is as large as the door lets in. */
function mostBallast(workflow: readonly WorkflowStep[], sync: Sync): number {
  const { value } = compileTemplate(templateText(workflow), { file: 'random.yaml', sync });
  const { budget } = indexMachine(value!.definition);
  return requestLimit(budget!) - 500;
}
