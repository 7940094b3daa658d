/** Speed of the local engine in this process, in virtual time: `npx tsx bench/local.ts`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { State, StateMachine } from '../lib/asl/types.ts';
import { startExecution, virtualClock } from '../lib/local/index.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';

function task(next?: string): State {
  return {
    Type: 'Task',
    Resource: LAMBDA,
    Parameters: { FunctionName: 'f', 'Payload.$': '$' },
    ResultSelector: { 'result.$': '$.Payload' },
    ResultPath: '$.last',
    ...(next === undefined ? { End: true } : { Next: next }),
  };
}

/** Five steps: one, two in parallel, one, one. */
const diamond: StateMachine = {
  StartAt: 'A',
  States: {
    A: task('P'),
    P: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'B', States: { B: task() } },
        { StartAt: 'C', States: { C: task() } },
      ],
      ResultPath: '$.both',
      Next: 'D',
    },
    D: task('E'),
    E: task(),
  },
};

const wide: StateMachine = {
  StartAt: 'P',
  States: {
    P: {
      Type: 'Parallel',
      Branches: Array.from({ length: 100 }, (_, index) => ({
        StartAt: `S${String(index)}`,
        States: { [`S${String(index)}`]: task() },
      })),
      End: true,
    },
  },
};

const chain: StateMachine = {
  StartAt: 'S0',
  States: Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `S${String(index)}`,
      task(index < 39 ? `S${String(index + 1)}` : undefined),
    ]),
  ),
};

async function measure(name: string, definition: StateMachine, states: number, runs: number): Promise<void> {
  const run = () => {
    const clock = virtualClock();
    return startExecution({
      definition,
      input: { id: 1 },
      clock,
      invoke: async () => {
        await clock.sleep(10);
        return { Payload: { ok: true }, StatusCode: 200 };
      },
    });
  };
  for (let index = 0; index < runs / 5; index += 1) await run().finished;
  const began = performance.now();
  let events = 0;
  for (let index = 0; index < runs; index += 1) {
    const execution = run();
    const { status } = await execution.finished;
    if (status !== 'SUCCEEDED') throw new Error(`The execution ended ${status}.`);
    events += execution.history.length;
  }
  const ms = performance.now() - began;
  console.log(
    `${name.padEnd(20)} ${(ms / runs).toFixed(3).padStart(8)} ms/run ${((1000 * ms) / (runs * states)).toFixed(1).padStart(7)} µs/state` +
      ` ${Math.round((runs * states) / (ms / 1000))
        .toLocaleString('en')
        .padStart(9)} states/s ${String(events / runs).padStart(5)} events`,
  );
}

/** Heap that a finished execution keeps while its history is held. */
async function measureMemory(definition: StateMachine, count: number): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const invoke = async () => ({ Payload: { ok: true }, StatusCode: 200 });
  collect();
  const before = process.memoryUsage().heapUsed;
  const clock = virtualClock();
  const executions = Array.from({ length: count }, (_, seed) =>
    startExecution({ definition, input: { id: 1 }, clock, invoke, seed }),
  );
  await Promise.all(executions.map(({ finished }) => finished));
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / executions.length;
  console.log(
    `${String(count)} at once${' '.repeat(10)} ${(bytes / 1024).toFixed(1).padStart(8)} KiB kept per finished execution of the diamond`,
  );
}

await measure('5-step diamond', diamond, 6, 2_000);
await measure('chain of 40', chain, 40, 500);
await measure('100 branches', wide, 101, 200);
await measureMemory(diamond, 2_000);
