import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkflow, arbitraryMost, arbitraryRoom } from '../support/arbitrary-workflow.ts';
import { settle } from '../support/reference-executor.ts';
import { runWorkflow, workersIn, type Hop } from '../support/run-workflow.ts';

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
        anyWorkflow,
        fc.integer(),
        arbitraryMost,
        arbitraryRoom,
        fc.array(hop, { minLength: 1, maxLength: 23 }),
        async (workflow, seed, most, room, hops) => {
          const expected = settle(workflow, room.yields);
          const losses = new Map<string, number>();
          const run = await runWorkflow(workflow, {
            seed,
            sync: 'exact',
            most,
            ...room,
            network: (request, state) => {
              const { lost, ...times } = hops[request % hops.length]!;
              const before = losses.get(state) ?? 0;
              losses.set(state, before + 1);
              // Fewer than the machine tries again.
              return { ...times, lost: before < 6 ? lost : undefined };
            },
          });
          expect(run.outcome.status).toBe(expected.status);
          expect(run.outcome.stopDate - run.outcome.startDate).toBeLessThan(A_DAY);
          const workers = workersIn(workflow);
          for (const [name, { numbers, yields, saw }] of expected.steps) {
            // The failure of another worker may end its batch at any time, and requests change when that is.
            if (workers.get(name)?.mayEndEarly === true) continue;
            const runs = run.runs.get(name) ?? [];
            expect([name, runs.map(({ attempt }) => attempt)]).toEqual([name, numbers]);
            expect([name, runs.map((each) => each.yields)]).toEqual([name, yields]);
            for (const each of runs) expect([name, each.saw]).toEqual([name, saw]);
          }
        },
      ),
      { numRuns, endOnFailure: !fuzzing },
    );
  }, 3_600_000);
});
