import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTask } from '../../lib/testing/index.ts';
import { handlerFolder } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';

/** What a request says of its task, beside the context. */
const request = {
  correlation_id: '0b5c1f0e-6f0a-4d5e-9a6f-0d8a4a3c2b1a',
  parent_correlation_id: '7a1e2d3c-4b5a-4c6d-8e7f-9a0b1c2d3e4f',
  priority: 7,
  tags: ['vip', 'eu'],
  initiator: 'ada',
  source_system: 'shop',
  reason: 'order 7',
};
const { correlation_id, parent_correlation_id, ...described } = request;

const languages = [
  {
    language: 'TypeScript',
    isHere: true,
    file: 'tell.ts',
    code: `import { defineHandler } from '@tasker-systems/tasker';
const told = ({ context }) => {
  const { correlationId, parentCorrelationId, priority, tags, initiator, sourceSystem, reason } = context.event.task;
  return { correlation_id: correlationId, parent_correlation_id: parentCorrelationId, priority, tags, initiator, source_system: sourceSystem, reason };
};
const batch = { type: 'create_batches', worker_template_name: 'work', worker_count: 1, total_items: 1, cursor_configs: [{ batch_id: '1' }] };
export const Tell = defineHandler('Tell', {}, told);
export const Split = defineHandler('Split', {}, (call) => ({ ...told(call), batch_processing_outcome: batch }));
`,
  },
  {
    language: 'Python',
    isHere: hasPython,
    file: 'tell.py',
    code: `from tasker_core.step_handler.functional import step_handler

NAMES = ("correlation_id", "parent_correlation_id", "priority", "tags", "initiator", "source_system", "reason")
BATCH = {"type": "create_batches", "worker_template_name": "work", "worker_count": 1, "total_items": 1, "cursor_configs": [{"batch_id": "1"}]}


def told(context):
    task = context.event.task_sequence_step["task"]["task"]
    return {name: task[name] for name in NAMES}


@step_handler("Tell")
def tell(context):
    return told(context)


@step_handler("Split")
def split(context):
    return {**told(context), "batch_processing_outcome": BATCH}
`,
  },
  {
    language: 'Ruby',
    isHere: hasRuby,
    file: 'tell.rb',
    code: `require 'tasker_core'

module Told
  NAMES = %i[correlation_id parent_correlation_id priority tags initiator source_system reason].freeze

  def self.by(context)
    NAMES.to_h { |name| [name, context.task.public_send(name)] }
  end
end

class Tell < TaskerCore::StepHandler::Base
  def call(context)
    success(result: Told.by(context))
  end
end

class Split < TaskerCore::StepHandler::Base
  def call(context)
    batch = { type: 'create_batches', worker_template_name: 'work', worker_count: 1, total_items: 1, cursor_configs: [{ batch_id: '1' }] }
    success(result: { **Told.by(context), batch_processing_outcome: batch })
  end
end
`,
  },
].filter(({ isHere }) => isHere);

const template = `name: told
namespace_name: shop
version: 1.0.0
steps:
  - name: tell
    handler: { callable: Tell }
    publishes_events: [{ name: told.done, description: d, schema: { type: object } }]
  - { name: split, type: batchable, dependencies: [tell], handler: { callable: Split } }
  - name: work
    type: batch_worker
    dependencies: [split]
    handler: { callable: Tell }
    batch_config: { batch_size: 1, parallelism: 1, cursor_field: n, worker_template: work, failure_strategy: isolate }
`;

describe.each(languages)('what a request says of its task, in $language', { timeout: 60_000 }, ({ file, code }) => {
  it('reaches handlers, logs and events, of workers too', async () => {
    const handlers = handlerFolder({ [file]: code });
    const path = join(dirname(handlers), 'told.yaml');
    writeFileSync(path, template);
    const task = await runTask(path, { request, handlers });
    expect(task.cause).toBeUndefined();
    for (const name of ['tell', 'split', 'work_1']) {
      const { result, logs } = task.steps[name]!;
      expect([name, result]).toEqual([name, expect.objectContaining(request)]);
      expect(logs.map(({ message }) => message)).toEqual(expect.arrayContaining(['Step started', 'Step succeeded']));
      expect(logs[0]).toMatchObject(request);
      for (const line of logs) expect(line).toMatchObject({ correlation_id, parent_correlation_id });
    }
    const [event] = task.events as unknown as readonly { detail: { metadata: object } }[];
    expect(event!.detail.metadata).toMatchObject({ correlation_id, task: { parent_correlation_id, ...described } });
  });
});
