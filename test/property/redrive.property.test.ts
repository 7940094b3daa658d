import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../lib/states-language/types.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { EarlierExecution, Execution, TaskInvoker } from '../../lib/local/index.ts';
import { redriveExecution, startExecution, StatesError, virtualClock } from '../../lib/local/index.ts';
import { stateIn } from '../support/state-in.ts';

const fuzzing = process.env['FUZZ'] !== undefined;
const numRuns = fuzzing ? 5_000 : 200;

/** What a machine does: one thing after the other, at once, or for each item. */
type Step =
  | { readonly kind: 'task' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Step[])[] }
  | {
      readonly kind: 'map' | 'distributed';
      readonly steps: readonly Step[];
      readonly items: number;
      readonly concurrency: number;
    };

const { steps: arbitrarySteps } = fc.letrec<{ steps: readonly Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'task' }, { kind: 'wait' }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('parallel' as const),
        branches: fc.array(tie('steps'), { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('map' as const, 'distributed' as const),
        steps: tie('steps'),
        items: fc.nat({ max: 4 }),
        concurrency: fc.nat({ max: 3 }),
      }),
    },
  ),
}));

/** States that do the steps; every second state counts the ones before it, in a variable. */
function machineOf(steps: readonly Step[], path: string): { StartAt: string; States: Record<string, object> } {
  const States: Record<string, object> = {};
  const names: string[] = [];
  const add = (name: string, state: object) => {
    names.push(name);
    States[name] = state;
  };
  for (const [index, step] of steps.entries()) {
    const name = `${path}${String(index)}`;
    if (step.kind === 'task') add(name, { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' });
    else if (step.kind === 'wait') add(name, { Type: 'Wait', Seconds: 2, Assign: { [`v${name}`]: index } });
    else if (step.kind === 'parallel') {
      const Branches = step.branches.map((branch, number) => machineOf(branch, `${name}${'abc'.charAt(number)}`));
      add(name, { Type: 'Parallel', Branches });
    } else {
      add(`${name}l`, {
        Type: 'Pass',
        Parameters: { items: Array.from({ length: step.items }, (_, item) => item), 'in.$': '$' },
      });
      const config = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
      add(name, {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'in.$': '$.in', 'i.$': '$$.Map.Item.Value' },
        ItemProcessor: { ...(step.kind === 'distributed' && config), ...machineOf(step.steps, `${name}m`) },
        MaxConcurrency: step.concurrency,
      });
    }
  }
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    Object.assign(States[name]!, next === undefined ? { End: true } : { Next: next });
  }
  return { StartAt: names[0]!, States };
}

/** Runs a machine, and redrives it until it succeeds; `chance` decides what fails, stops, and takes how long. */
async function runToTheEnd(
  definition: StateMachine,
  chance: (redrives: number, of: 'failure' | 'stop' | 'time') => number,
) {
  const clock = virtualClock();
  let redrives = 0;
  const histories = new Map<string, readonly HistoryEvent[]>();
  const invoke: TaskInvoker = async ({ stateName, parameters, signal }) => {
    await clock.sleep(Math.floor(chance(redrives, 'time') * 4) * 1000, signal);
    if (chance(redrives, 'failure') < 0.1) throw new StatesError('Unlucky');
    return createHash('md5')
      .update(stateName + JSON.stringify(parameters))
      .digest('hex')
      .slice(0, 8);
  };
  const options = {
    definition,
    invoke,
    clock,
    onChildExecution: (child: Execution) => void histories.set(child.arn, child.history),
  };
  let execution = startExecution({ ...options, input: 'start' });
  for (;;) {
    const { latest, after } = { latest: execution, after: chance(redrives, 'stop') * 40 };
    if (after < 10) void clock.sleep(Math.floor(after) * 1000).then(() => latest.stop());
    const { status, output } = await execution.finished;
    histories.set(execution.arn, execution.history);
    if (status === 'SUCCEEDED') return { output, histories: [...histories.values()], redrives };
    redrives += 1;
    execution = redriveExecution(kept(execution), options);
  }
}

/** An execution as a file would keep it. */
function kept({ arn, history, mapRuns, child }: EarlierExecution): EarlierExecution {
  return {
    arn,
    ...(JSON.parse(JSON.stringify({ history, mapRuns })) as Pick<EarlierExecution, 'history' | 'mapRuns'>),
    child: (childArn) => {
      const found = child(childArn);
      return found && kept(found);
    },
  };
}

/** How often each state was entered and left. */
function visits(histories: readonly (readonly HistoryEvent[])[]) {
  const counts: Record<string, number> = {};
  for (const event of histories.flat()) {
    const name = stateIn(event);
    if (name === undefined) continue;
    const key = `${event.type} ${name}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

describe('redrive', () => {
  it('ends as an execution that nothing befell, and enters and leaves each state as often', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySteps,
        fc.infiniteStream(fc.double({ min: 0, max: 0.99, noNaN: true })),
        async (steps, draws) => {
          const definition = machineOf(steps, 's') as unknown as StateMachine;
          const draw = () => draws.next().value as number;
          const lucky = await runToTheEnd(definition, () => 0.99);
          const run = await runToTheEnd(definition, (redrives, of) => (redrives < 6 || of === 'time' ? draw() : 0.99));
          expect(run.output).toBe(lucky.output);
          expect(visits(run.histories)).toEqual(visits(lucky.histories));
          for (const history of run.histories) {
            expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
            expect(history.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
          }
        },
      ),
      { numRuns },
    );
  });
});
