import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkflow } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow, type Hop } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 2_000 : 40;

/** Requests that overtake each other, get lost, and are answered by nobody although they were carried out. */
const hop: fc.Arbitrary<Hop> = fc.record({
  there: fc.constantFrom(0, 0, 1, 20, 300, 5_000),
  back: fc.constantFrom(0, 0, 1, 20, 300, 5_000),
  lost: fc.constantFrom(undefined, undefined, undefined, undefined, 'there' as const, 'back' as const),
});

/** A wait that is lost ends after a day, when its task times out. */
const A_DAY = 86_400_000;

describe('steps that meet at a table', () => {
  it('lose no wait and no result, whatever happens to their requests on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryWorkflow,
        fc.integer(),
        fc.array(hop, { minLength: 1, maxLength: 23 }),
        async (workflow, seed, hops) => {
          const expected = settle(workflow);
          const losses = new Map<string, number>();
          const run = await runWorkflow(workflow, {
            seed,
            sync: 'exact',
            network: (request, state) => {
              const { lost, ...times } = hops[request % hops.length]!;
              const before = losses.get(state) ?? 0;
              losses.set(state, before + 1);
              // Fewer than the machine tries again.
              return { ...times, lost: before < 6 ? lost : undefined };
            },
          });
          const failed = new Set((run.failure?.failed ?? []).map(({ step }) => step));
          const actual = workflow.map(({ name }) => {
            const runs = run.runs.get(name)!;
            const state = failed.has(name) ? 'failed' : runs.length > 0 ? 'complete' : 'blocked';
            const numbers = runs.map(({ attempt }) => attempt);
            const yields = runs.map((each) => each.yields);
            return [name, { state, attempts: runs.length, numbers, yields, saw: runs.at(-1)?.saw ?? [] }];
          });
          expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected.steps));
          expect(run.outcome.status).toBe(expected.status);
          expect(run.outcome.stopDate - run.outcome.startDate).toBeLessThan(A_DAY);
        },
      ),
      { numRuns, endOnFailure: !fuzzing },
    );
  }, 3_600_000);
});
