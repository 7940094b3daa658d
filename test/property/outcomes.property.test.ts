import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import { isDone } from '../../lib/client/view/step-view.ts';
import type { StepRepair } from '../../lib/client/repair/plan-repair.ts';
import { isJsonObject } from '../../lib/json.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import { anyWorkflow, arbitraryMost, arbitraryRoom } from '../support/arbitrary-workflow.ts';
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
interface Behaviour {
  readonly isThrown: boolean;
  readonly value: unknown;
}

const behaviour: fc.Arbitrary<Behaviour> = fc.record({ isThrown: fc.boolean(), value: returned });

/** How a task goes on that has failed. */
const REPAIRS = ['none', 'redrive', 'reset_for_retry', 'complete_manually'] as const;

/** A value as JSON carries it; undefined where it cannot. */
function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

describe('whatever handlers return and throw', () => {
  it('a task succeeds, or fails with a cause that names the steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkflow,
        fc.array(behaviour, { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Sync>('barriers', 'exact'),
        arbitraryMost,
        arbitraryRoom,
        fc.constantFrom(...REPAIRS),
        async (workflow, behaviours, sync, most, room, repair) => {
          const steps = workflow.map((step, index) => {
            const { isThrown, value } = behaviours[index % behaviours.length]!;
            const comesTo = () => {
              if (isThrown) throw value;
              return value;
            };
            // One in three does what it should.
            return index % 3 === 0 ? step : { ...step, comesTo };
          });
          // What an operator says came of a step may be anything, too.
          const [{ value }] = behaviours as [Behaviour];
          const result = jsonOf(value);
          const actionOn = (step: string): StepRepair =>
            repair === 'complete_manually'
              ? { step, action: repair, result: isJsonObject(result) ? result : {} }
              : { step, action: 'reset_for_retry' };
          // Rejects where the machine itself fails, with States.Runtime or anything else that is none of ours.
          const { rounds } = await runWorkflow(steps, {
            ...{ sync, most, ...room },
            repair: (views, round) => {
              if (repair === 'none' || round === 2) return undefined;
              const actions = views.filter(({ state }) => state === 'error').map(({ name }) => actionOn(name));
              return repair === 'redrive' ? repair : { by: 'an operator', reason: 'a test', actions };
            },
          });
          for (const { outcome: end, steps: views } of rounds) {
            if (end.status === 'SUCCEEDED') {
              expect(views.filter(({ state, template }) => !isDone(state) && template === undefined)).toEqual([]);
              continue;
            }
            expect(end.error).toBe('TaskFailed');
            const { failed } = JSON.parse(end.cause!) as TaskFailure;
            expect(failed.length).toBeGreaterThan(0);
            for (const { step, error } of failed) {
              expect(typeof step).toBe('string');
              expect(error).not.toMatch(/^States\.(?!Timeout)/);
            }
            // Whoever asks for the task is told of them.
            const told = views.filter(({ state }) => state === 'error').map(({ name }) => name);
            expect(told).toEqual(expect.arrayContaining(failed.map(({ step }) => step)));
          }
        },
      ),
      { numRuns, endOnFailure: !fuzzing },
    );
  }, 3_600_000);
});
