/**
 * One step that yields at 1,000,000 checkpoints, on the built-in engine and with its handler bundled as it is deployed: it runs again in the
 * same invocation while there is time, and then in another. Tells time and memory, and how much of a history that takes. Run:
 * npx tsx bench/yields.ts [yields]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Limit } from '../lib/states-language/limits.ts';
import { runTask } from '../lib/testing/index.ts';

const times = Number(process.argv[2] ?? 1_000_000);

const template = `
name: yields
namespace_name: bench
version: 1.0.0
steps:
  - { name: load, handler: { callable: Load, initialization: { times: ${times} } } }
`;

const handler = `
import { BatchableStepHandler } from 'tasker-sfn/runtime';
export class Load extends BatchableStepHandler {
  static handlerName = 'Load';
  async call(context) {
    const done = context.checkpointItemsProcessed;
    return done < context.getConfig('times') ? this.checkpointYield(done + 1, done + 1) : this.success({ done });
  }
}
`;

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-bench-'));
mkdirSync(join(folder, 'lambdas'));
writeFileSync(join(folder, 'yields.yaml'), template);
writeFileSync(join(folder, 'lambdas', 'load.ts'), handler);
const begun = performance.now();
const task = await runTask(join(folder, 'yields.yaml'), { handlers: join(folder, 'lambdas') });
const seconds = (performance.now() - begun) / 1000;
rmSync(folder, { recursive: true });
if (task.status !== 'SUCCEEDED') throw new Error(task.cause);
const events = task.history.length;
if (events > Limit.historyEvents) throw new Error(`The task's own history has ${events} events.`);
console.table([
  {
    yields: times,
    status: task.status,
    done: (task.steps.load?.result as { done?: number } | undefined)?.done,
    attempts: task.steps.load?.attempts,
    'events of the history': events,
    seconds: Number(seconds.toFixed(1)),
    'ms per yield': Number(((seconds * 1000) / times).toFixed(3)),
    'peak memory, MB': Math.round(process.resourceUsage().maxRSS / 1024),
  },
]);
