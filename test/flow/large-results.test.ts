import { describe, expect, it } from 'vitest';
import { bindFunctions, localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { compileTemplate } from '../../lib/compile.ts';
import type { JsonObject } from '../../lib/json.ts';
import { lambdaInvoker, startExecution, virtualClock, type Execution } from '../../lib/local/index.ts';
import {
  createStepFunction,
  defineHandler,
  memoryResultStore,
  type StepHandlerClass,
} from '../../lib/runtime/index.ts';
import { Limit } from '../../lib/states-language/limits.ts';
import { parkedObjects } from '../../lib/testing/parked-objects.ts';

/** Runs a template; tells how it ended and how large the largest input or output of a state was, in bytes. */
async function run(text: string, handlers: Readonly<Record<string, StepHandlerClass>>) {
  const { value, diagnostics } = compileTemplate(text, { file: 'large.yaml' });
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const clock = virtualClock();
  const results = memoryResultStore();
  const functions = new Map(
    value.functions.map(({ key, callable }) => [
      localFunctionArn(key),
      createStepFunction(handlers[callable]!, { logger: () => {}, results }),
    ]),
  );
  const all: Execution[] = [];
  const execution = startExecution({
    definition: bindFunctions(value.definition),
    input: { context: {} },
    invoke: lambdaInvoker((arn) => functions.get(arn), clock),
    clock,
    objects: parkedObjects(results),
    onChildExecution: (child) => void all.push(child),
  });
  all.push(execution);
  const { status, output, cause } = await execution.finished;
  let largest = 0;
  for (const { history } of all) {
    for (const event of history) {
      const texts = [
        'stateEnteredEventDetails' in event ? event.stateEnteredEventDetails.input : undefined,
        'stateExitedEventDetails' in event ? event.stateExitedEventDetails.output : undefined,
      ];
      for (const each of texts) largest = Math.max(largest, Buffer.byteLength(each ?? ''));
    }
  }
  return { status, cause, output: JSON.parse(output ?? '{}') as JsonObject, largest, executions: all.length };
}

const sizes = (results: readonly unknown[]) => ({
  count: results.length,
  bytes: results.reduce<number>((sum, each) => sum + (each as { readonly blob: string }).blob.length, 0),
});

describe('results that are too large to travel', () => {
  it('40 steps of 5 MB each: the last one sees them all, and no state is too large', async () => {
    const blob = 'x'.repeat(5_000_000);
    const names = Array.from({ length: 40 }, (_, index) => `step_${index}`);
    const steps = names.map((name) => `  - { name: ${name}, handler: { callable: Large } }`);
    const text = `name: large
namespace_name: test
version: 1.0.0
steps:
${steps.join('\n')}
  - { name: last, handler: { callable: Last }, dependencies: [${names.join(', ')}] }
`;
    const { status, cause, output, largest } = await run(text, {
      Large: defineHandler('Large', {}, () => ({ blob })),
      Last: defineHandler('Last', {}, ({ context }) => sizes(context.getAllDependencyResults('step_'))),
    });
    expect(cause).toBeUndefined();
    expect(status).toBe('SUCCEEDED');
    expect(output.last).toEqual({ count: 40, bytes: 200_000_000 });
    expect(largest).toBeLessThan(Limit.stateBytes);
  }, 120_000);

  it('1,000 workers of 1 MB each: what joins them reads one after the other', async () => {
    const blob = 'y'.repeat(1_000_000);
    const text = `name: large
namespace_name: test
version: 1.0.0
steps:
  - { name: split, type: batchable, handler: { callable: Split } }
  - name: work
    type: batch_worker
    handler: { callable: Large }
    dependencies: [split]
    batch_config: { batch_size: 1, parallelism: 80, cursor_field: n, worker_template: work, failure_strategy: isolate }
  - { name: join, type: deferred_convergence, handler: { callable: Join }, dependencies: [split, work] }
`;
    const { status, cause, output, largest, executions } = await run(text, {
      Split: defineHandler('Split', {}, () => ({
        batch_processing_outcome: {
          type: 'create_batches',
          worker_template_name: 'work',
          cursor_configs: Array.from({ length: 1_000 }, (_, index) => ({ batch_id: String(index) })),
        },
      })),
      Large: defineHandler('Large', {}, () => ({ blob })),
      Join: defineHandler('Join', {}, ({ context }) => {
        let count = 0;
        let bytes = 0;
        for (const name of context.getDependencyResultKeys()) {
          if (!name.startsWith('work_')) continue;
          count += 1;
          bytes += (context.getDependencyResult(name) as { readonly blob: string }).blob.length;
        }
        return { count, bytes };
      }),
    });
    expect(cause).toBeUndefined();
    expect(status).toBe('SUCCEEDED');
    expect(output.join).toEqual({ count: 1_000, bytes: 1_000_000_000 });
    expect(executions).toBe(26);
    expect(largest).toBeLessThan(Limit.stateBytes);
  }, 180_000);
});
