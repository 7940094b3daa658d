import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import { Limit } from '../../lib/states-language/limits.ts';
import {
  anyWorkflow,
  arbitraryMost,
  arbitraryRoom,
  arbitraryWorkflow,
  templateText,
} from '../support/arbitrary-workflow.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { allStates, judgeDefinition } from '../support/judge-definition.ts';
import { eventsOf, settle } from '../support/reference-executor.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { LanguageSteps, type OtherLanguage } from '../support/language-steps.ts';
import { predictedTime, runWorkflow, workersIn } from '../support/run-workflow.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 10_000 : 60;

describe('a compiled machine on the engine', () => {
  const others = new Map<OtherLanguage, LanguageSteps>();
  afterAll(() => {
    for (const other of others.values()) other.close();
  });
  const otherOf = (language: OtherLanguage) => {
    const other = others.get(language) ?? new LanguageSteps(language);
    others.set(language, other);
    return other;
  };

  it.each([
    ['barriers', 'all steps in TypeScript', undefined],
    ['exact', 'all steps in TypeScript', undefined],
    ...(hasPython ? ([['barriers', 'half of the steps in Python', 'Python']] as const) : []),
    ...(hasRuby ? ([['barriers', 'half of the steps in Ruby', 'Ruby']] as const) : []),
  ] as const)(
    'does what the reference executor says, for any graph and any failures (%s, %s)',
    async (sync, _, language?: OtherLanguage) => {
      const own = language === undefined ? undefined : otherOf(language);
      await fc.assert(
        fc.asyncProperty(
          anyWorkflow,
          fc.integer(),
          arbitraryMost,
          arbitraryRoom,
          async (drawn, seed, most, drawnRoom) => {
            // What another process does takes no time.
            const workflow = language === undefined ? drawn : drawn.map((step) => ({ ...step, durationMs: 0 }));
            const room: Partial<typeof drawnRoom> = language === undefined ? drawnRoom : {};
            const expected = settle(workflow, room.yields);
            const run = await runWorkflow(workflow, {
              seed,
              sync,
              most,
              other: own,
              ...room,
            });

            const completed =
              run.outcome.status === 'SUCCEEDED' ? Object.keys(JSON.parse(run.outcome.output!) as object) : undefined;
            const failed = new Map((run.failure?.failed ?? []).map((failure) => [failure.step, failure]));
            const blocked = new Set(Array.isArray(run.failure?.blocked) ? (run.failure.blocked as string[]) : []);
            const workers = workersIn(workflow);
            // What becomes of the workers of child executions lies in the bucket.
            const inline = new Map(run.compiled.batches.map((batch) => [batch.step, batch.inline]));
            const isListed = (name: string) => {
              const { of = 0, template = '' } = workers.get(name) ?? {};
              return of > (inline.get(template) ?? room.workers ?? Infinity);
            };
            const ranOf = (name: string) => run.runs.get(name) ?? [];
            const stateOf = (name: string) => {
              if (failed.has(name)) return 'failed';
              if (blocked.has(name)) return 'blocked';
              const own = [...workers].filter(
                ([worker, { template }]) => template === name && ranOf(worker).length > 0,
              );
              if (own.some(([worker]) => failed.has(worker))) return 'failed';
              // What became of a worker that its batch went on without shows in the output; a cause may be too short for all.
              const isTold =
                run.failure?.failed_steps === undefined && workers.get(name)?.isIsolated === true && !isListed(name);
              if (workers.has(name) && !isTold) return expected.steps.get(name)!.state;
              return ranOf(name).length > 0 || own.length > 0 ? 'complete' : 'skipped';
            };
            const actual = Object.fromEntries(
              [...expected.steps.keys()].map((name) => {
                const runs = ranOf(name);
                const state = stateOf(name);
                const numbers = runs.map(({ attempt }) => attempt);
                const yields = runs.map((each) => each.yields);
                return [name, { state, attempts: runs.length, numbers, yields, saw: runs.at(-1)?.saw ?? [] }];
              }),
            );
            expect(actual).toEqual(Object.fromEntries(expected.steps));
            expect(run.outcome.status).toBe(expected.status);
            const batches = new Set(workflow.filter(({ type }) => type === 'batch_worker').map(({ name }) => name));
            const complete = [...expected.steps].filter(
              ([name, { state }]) => state === 'complete' && !batches.has(name) && !isListed(name),
            );
            if (completed !== undefined) expect(completed.sort()).toEqual(complete.map(([name]) => name).sort());
            for (const name of [...run.runs.keys()].filter((ran) => !expected.steps.has(ran)))
              expect(workers.get(name)?.mayEndEarly).toBe(true);

            // What each attempt comes to is published once, also of one that gave no answer.
            for (const [name, settled] of expected.steps) {
              const step = workflow.find((other) => other.name === (workers.get(name)?.template ?? name))!;
              expect([...(run.events.get(name) ?? [])].sort()).toEqual([...eventsOf(step, settled)].sort());
            }
            expect(new Set(run.eventIds).size).toBe(run.eventIds.length);

            let isWithinPolicy = true;
            let yields = 0;
            for (const name of expected.steps.keys()) {
              const runs = ranOf(name);
              const step = workflow.find((other) => other.name === (workers.get(name)?.template ?? name))!;
              // Each run saw every ancestor's result and no other; the report knows which attempt the last one was.
              for (const each of runs) expect(each.saw).toEqual(expected.steps.get(name)!.saw);
              const reported = failed.get(name)?.attempts;
              if (reported !== undefined) expect(reported).toBe(runs.at(-1)!.attempt);
              const yielded = runs.at(-1)?.yields ?? 0;
              yields += yielded;
              if (runs.length - yielded > step.maxAttempts) isWithinPolicy = false;
              // No step starts before its dependencies have completed.
              for (const dependency of step.dependencies) {
                if (runs.length > 0 && run.spans.has(dependency))
                  expect(run.spans.get(step.name)!.start).toBeGreaterThanOrEqual(run.spans.get(dependency)!.end);
              }
            }
            if (run.outcome.status === 'FAILED') {
              expect(run.outcome.error).toBe('TaskFailed');
              expect(run.outcome.cause!.length).toBeLessThanOrEqual(Limit.causeChars);
            }
            const predicted = predictedTime(run.compiled.plan, (name) => {
              const span = run.spans.get(name);
              return span === undefined ? 0 : span.end - span.start;
            });
            // A batch that ends with its first failure does not wait for the workers that run.
            const isCutShort = [...workers].some(([name, { mayEndEarly }]) => mayEndEarly && !expected.steps.has(name));
            // Time flows while results are read from a folder.
            if (!isCutShort && own === undefined) expect(run.outcome.stopDate - run.outcome.startDate).toBe(predicted);
            // An invocation that ends at a checkpoint is scheduled, begins and fails.
            // Faults of services are not counted: each is an invocation that is scheduled, started, and fails.
            const faults = [run.history, ...run.nested]
              .flat()
              .filter(
                (event) =>
                  event.type === 'LambdaFunctionFailed' &&
                  event.lambdaFunctionFailedEventDetails.error?.startsWith('Lambda.'),
              ).length;
            if (isWithinPolicy) {
              for (const { length } of [run.history, ...run.nested])
                expect(length).toBeLessThanOrEqual(run.compiled.historyEvents + 3 * (yields + faults));
            }
          },
        ),
        // Shrinking takes minutes: worth it when one hunts, not when one only wants to know.
        { numRuns: language === undefined ? numRuns : numRuns / 5, endOnFailure: !fuzzing },
      );
    },
    3_600_000,
  );

  it('is lean where the graph is series-parallel: no guards, and two states more per Parallel', () => {
    fc.assert(
      fc.property(arbitraryWorkflow, (drawn) => {
        // A step that opens the execution and whose failures are published costs a state.
        const workflow = drawn.map((step) => ({ ...step, publishes: false }));
        const { plan, definition, transitions } = compileTemplate(templateText(workflow), {
          file: 'random.yaml',
        }).value!;
        fc.pre(plan.strategy === 'series-parallel');
        const states = allStates(definition);
        expect(states.filter(([name]) => name.endsWith(': ready?'))).toEqual([]);
        const parallels = states.filter(([, state]) => state.Type === 'Parallel').length;
        expect(transitions).toBeLessThanOrEqual(workflow.length + 2 * parallels + 1);
      }),
      { numRuns },
    );
  });

  it('passes every judge', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkflow, fc.constantFrom<Sync>('barriers', 'exact'), async (workflow, sync) => {
        // One of the judges cannot take it for the name of a field.
        fc.pre(!workflow.some(({ name }) => name === '__proto__'));
        const { definition } = compileTemplate(templateText(workflow), { file: 'random.yaml', sync }).value!;
        expect(await judgeDefinition(definition)).toEqual([]);
      }),
      // The language service takes seconds for a large machine.
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('is the same, byte for byte, whatever the order of the steps in the file', () => {
    fc.assert(
      fc.property(
        anyWorkflow,
        fc.func(fc.integer()),
        fc.constantFrom<Sync>('barriers', 'exact'),
        (workflow, rank, sync) => {
          const shuffled = [...workflow].sort((a, b) => rank(a.name) - rank(b.name));
          const [one, other] = [workflow, shuffled].map((steps) =>
            compileTemplate(templateText(steps), { file: 'random.yaml', sync }),
          );
          expect(JSON.stringify(other!.value!.definition)).toBe(JSON.stringify(one!.value!.definition));
        },
      ),
      { numRuns: Math.ceil(numRuns / 2) },
    );
  });
});
