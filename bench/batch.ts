/**
 * A batch of 10,000 workers in process: from the template to the last event, on the built-in engine and with handlers as they are deployed.
 * Tells time and memory. Run: npx tsx bench/batch.ts [workers]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateBatchResults, defineHandler } from '../lib/runtime/index.ts';
import { runTask } from '../lib/testing/index.ts';

const workers = Number(process.argv[2] ?? 10_000);

const template = `
name: batch
namespace_name: bench
version: 1.0.0
steps:
  - { name: split, type: batchable, handler: { callable: Split } }
  - name: work
    type: batch_worker
    handler: { callable: Work }
    dependencies: [split]
    batch_config: { batch_size: 100, parallelism: 400, cursor_field: row, worker_template: work, failure_strategy: isolate }
  - { name: join, type: deferred_convergence, handler: { callable: Join }, dependencies: [split, work] }
`;

const handlers = [
  defineHandler('Split', {}, () => ({
    batch_processing_outcome: {
      type: 'create_batches',
      worker_template_name: 'work',
      worker_count: workers,
      cursor_configs: Array.from({ length: workers }, (_, index) => ({
        batch_id: String(index),
        start_cursor: index * 100,
        end_cursor: index * 100 + 100,
        batch_size: 100,
      })),
    },
  })),
  defineHandler('Work', {}, () => ({ items_processed: 100, items_succeeded: 100 })),
  defineHandler('Join', {}, ({ context }) => ({
    ...aggregateBatchResults(results(context.getAllDependencyResults('work_'))),
  })),
];

function results(all: readonly unknown[]): readonly Record<string, unknown>[] {
  return all.map((result) => result as Record<string, unknown>);
}

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-bench-'));
const file = join(folder, 'batch.yaml');
writeFileSync(file, template);
const begun = performance.now();
const task = await runTask(file, { handlers });
const seconds = (performance.now() - begun) / 1000;
rmSync(folder, { recursive: true });
console.table([
  {
    workers,
    status: task.status,
    processed: (task.output?.join as { total_processed?: number } | undefined)?.total_processed,
    seconds: Number(seconds.toFixed(1)),
    'ms per worker': Number(((seconds * 1000) / workers).toFixed(2)),
    'peak memory, MB': Math.round(process.resourceUsage().maxRSS / 1024),
  },
]);
