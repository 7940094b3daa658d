import { expect, it } from 'vitest';
import { bindFunctions, localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { cli } from '../../lib/cli/cli.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { lambdaInvoker, virtualClock } from '../../lib/local/index.ts';
import { createStepFunction, Decision, defineDecisionHandler, defineHandler } from '../../lib/runtime/index.ts';
import { renderMermaid } from '../../lib/viz/render-mermaid.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { roleArn, serveLocally } from '../support/serve-locally.ts';

const text = `
name: approval
namespace_name: shop
version: 1.0.0
steps:
  - { name: check, handler: { callable: Work } }
  - { name: choose, type: decision, dependencies: [check], handler: { callable: Choose } }
  - { name: by_rule, dependencies: [choose], handler: { callable: Work } }
  - { name: by_boss, dependencies: [choose], handler: { callable: Work } }
  - { name: told_boss, dependencies: [by_boss], handler: { callable: Work } }
  - { name: split, type: batchable, handler: { callable: Split } }
  - name: work
    type: batch_worker
    dependencies: [split]
    handler: { callable: Work }
    batch_config: { batch_size: 1, parallelism: 1, cursor_field: n, worker_template: work, failure_strategy: isolate }
  - { name: join, type: deferred_convergence, dependencies: [by_rule, told_boss], handler: { callable: Work } }
`;

it('tells of the steps that a decision did not choose or whose batch had no work, which are no part of the task', async () => {
  const clock = virtualClock();
  const handlers = {
    Work: defineHandler('Work', {}, () => ({})),
    Choose: defineDecisionHandler('Choose', {}, () => Decision.route(['by_rule'])),
    Split: defineHandler('Split', {}, () => ({ batch_processing_outcome: { type: 'no_batches' } })),
  };
  const functions = new Map(
    Object.entries(handlers).map(([key, handler]) => [
      localFunctionArn(key),
      createStepFunction(handler, { logger: () => {} }),
    ]),
  );
  const { sfn, url } = await serveLocally({ clock, invoke: lambdaInvoker((key) => functions.get(key), clock) });
  const { definition, plan } = compileTemplate(text, { file: 't.yaml' }).value!;
  const name = 'shop-approval-1_0_0';
  await sfn.createStateMachine({ name, definition: JSON.stringify(bindFunctions(definition)), roleArn });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new TaskerClient({ connection: { endpoint: url, region: 'us-east-1', credentials } });
  const { task_uuid: id, skipped_steps } = await client.createTask({ namespace: 'shop', name: 'approval' });
  expect(skipped_steps).toEqual([]);

  const task = await client.waitForTask(id);
  expect(task).toMatchObject({ status: 'complete', total_steps: 5, completed_steps: 5, completion_percentage: 100 });
  expect(task.steps.map((step) => step.name)).toEqual(['check', 'choose', 'by_rule', 'join', 'split']);
  expect([...task.skipped_steps].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'by_boss', skipped_by: ['choose'], empty_batches: [] },
    { name: 'told_boss', skipped_by: ['choose'], empty_batches: [] },
    { name: 'work', skipped_by: ['split'], empty_batches: ['split'] },
  ]);
  const why = `The task "${id}" has no step "told_boss", since that was skipped: not chosen by choose. It has: check, choose, by_rule, join, split.`;
  await expect(client.getStep(id, 'told_boss')).rejects.toThrow(why);
  await expect(client.getStepAuditHistory(id, 'told_boss')).rejects.toThrow(why);

  const io = fakeIo();
  await cli(['task', 'get', id, '--endpoint', url, '--region', 'us-east-1'], io);
  expect(io.out()).toMatch(/\nskipped +(by_boss, told_boss|told_boss, by_boss): not chosen by choose\n/);
  expect(io.out()).toMatch(/\nskipped +work: no work in split\n/);

  const { steps, skipped = [] } = await client.viewTask(id);
  const drawn = renderMermaid(plan, new Map([...steps, ...skipped].map((step) => [step.name, step])));
  expect(drawn).toMatch(/class step_by_boss,step_told_boss,step_work skipped/);
  expect(drawn).toMatch(/by_boss<br\/>not chosen/);
  expect(drawn).toMatch(/work<br\/>no work/);
});
