import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTask } from '../../lib/testing/index.ts';
import { handlerFolder } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';

const handlers = {
  'imports.py': `from tasker_core import StepHandler, PermanentError
from tasker_core.batch_processing import Batchable
from tasker_core.step_handler.functional import BatchConfig, batch_analyzer, batch_worker, inputs


@batch_analyzer("Import::Split", worker_template="work")
@inputs("rows")
def split(rows):
    return BatchConfig(total_items=rows, batch_size=10)


@batch_worker("Import::Work")
def work(batch_context):
    if batch_context.start_cursor == 20:
        raise PermanentError("bad row")
    return {"items_processed": batch_context.end_cursor - batch_context.start_cursor, "items_succeeded": 10}


class Join(Batchable, StepHandler):
    handler_name = "Import::Join"

    def call(self, context):
        found = self.detect_aggregation_scenario(context.dependency_results, "split", "work_")
        return self.aggregate_batch_worker_results(found, None, lambda results: self.aggregate_worker_results(list(results.values())))
`,
};

const template = `name: rows
namespace_name: import
version: 1.0.0
steps:
  - {name: split, type: batchable, handler: {callable: "Import::Split"}}
  - name: work
    type: batch_worker
    dependencies: [split]
    handler: {callable: "Import::Work"}
    batch_config: {batch_size: 10, parallelism: 4, cursor_field: row, worker_template: work, failure_strategy: continue_on_failure}
  - {name: join, type: deferred_convergence, dependencies: [split, work], handler: {callable: "Import::Join"}}
`;

describe.skipIf(!hasPython)('a batch in Python', { timeout: 120_000 }, () => {
  it.each([
    ['in the task itself', 60, 6],
    ['in child executions', 2500, 250],
  ])('runs %s, and goes on without the worker that failed', async (_, rows, workers) => {
    const dir = handlerFolder(handlers);
    const file = join(dirname(dir), 'rows.yaml');
    writeFileSync(file, template);
    const task = await runTask(file, { context: { rows }, handlers: dir });
    expect(task.cause).toBeUndefined();
    expect(task.status).toBe('SUCCEEDED');
    expect(task.output!['join']).toMatchObject({
      worker_count: workers,
      total_processed: rows,
      total_failed: 10,
      error_count: 1,
      scenario: 'with_batches',
    });
  });
});
