import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkflow } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 5_000 : 40;

const json = fc.jsonValue({ maxDepth: 3 });

/** A cursor that may be one, as JSON allows it. */
const cursor = fc.oneof(
  json,
  fc.record({
    batch_id: fc.oneof(fc.constantFrom('001', '', 'a b', '__proto__', '$.x', "'"), json),
    start_cursor: json,
    end_cursor: json,
  }),
);

/** Outcomes that are nearly ones, and such that are. */
const outcome = fc.oneof(
  json,
  fc.record({
    type: fc.oneof(fc.constantFrom('create_steps', 'no_branches', 'create_batches', 'no_batches'), json),
    step_names: fc.oneof(fc.array(fc.oneof(fc.string(), json), { maxLength: 3 }), json),
    worker_template_name: fc.oneof(fc.string(), json),
    worker_count: fc.oneof(fc.nat(3), json),
    cursor_configs: fc.oneof(fc.array(cursor, { maxLength: 4 }), json),
    total_items: json,
  }),
);

/** What a handler returns. */
const returned = fc.oneof(
  json,
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.record({ decision_point_outcome: outcome, routing_context: json }),
  fc.record({ batch_processing_outcome: outcome }),
  fc.record({ batch_analyzer_outcome: outcome }),
  fc.record({ checkpoint_yield: json, result: json, failure: json, after: json, skipped: json, workers: json }),
);

/** What becomes of a run of a handler: it returns or throws anything. */
const behaviour = fc.record({ isThrown: fc.boolean(), value: returned });

describe('whatever handlers return and throw', () => {
  it('a task succeeds, or fails with a cause that names the steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkflow,
        fc.array(behaviour, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(undefined, undefined, 1, 4),
        async (workflow, behaviours, workers) => {
          const steps = workflow.map((step, index) => {
            const { isThrown, value } = behaviours[index % behaviours.length]!;
            const comesTo = () => {
              if (isThrown) throw value;
              return value;
            };
            // One in three does what it should.
            return index % 3 === 0 ? step : { ...step, comesTo };
          });
          // Rejects where the machine itself fails, with States.Runtime or anything else that is none of ours.
          const { outcome: end, failure } = await runWorkflow(steps, { workers });
          if (end.status === 'SUCCEEDED') return;
          expect(end.error).toBe('TaskFailed');
          expect(failure!.failed.length).toBeGreaterThan(0);
          for (const { step, error } of failure!.failed) {
            expect(typeof step).toBe('string');
            expect(error).not.toMatch(/^States\.(?!Timeout)/);
          }
        },
      ),
      { numRuns, endOnFailure: !fuzzing },
    );
  }, 3_600_000);
});
