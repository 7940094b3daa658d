import * as z from 'zod';
import type { BatchOverride, BatchSettings } from '../task-template.ts';
import type { YamlMapping } from '../yaml/yaml-node.ts';
import { located } from './located.ts';
import type { MappingShape, Owner, ReadContext } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { shortText, wholeNumber } from './schemas.ts';

/** Tasker: "BatchConfiguration". Tasker requires all five keys. */
export const batchConfigShape = {
  schema: z.object({
    batch_size: wholeNumber(1, 100_000).meta({ example: '1000' }).describe('How many items a batch has.'),
    parallelism: wholeNumber(1, 1_000).meta({ example: '10' }).describe('How many batches run at the same time.'),
    cursor_field: shortText(255)
      .meta({ example: 'id' })
      .describe('The field by which items are ordered and batches are cut.'),
    worker_template: shortText(255)
      .meta({ example: 'process_batch' })
      .describe('The step that does the work of a batch.'),
    failure_strategy: z
      .enum(['continue_on_failure', 'fail_fast', 'isolate'])
      .meta({ example: 'continue_on_failure' })
      .describe('What the failure of one batch means for the others.'),
  }),
  spellings: {
    checkpoint_interval: {
      kind: 'ignored',
      advice: 'Remove it: a handler decides itself when to yield a checkpoint.',
    },
    cursor_strategy: { kind: 'ignored', advice: 'Remove it: the handler of the batchable step makes the cursors.' },
  },
} as const satisfies MappingShape;

/** What an environment may say of a batch; who does the work is no matter of the environment. */
export const overriddenBatchShape = {
  schema: batchConfigShape.schema.omit({ worker_template: true }).partial(),
  spellings: {
    ...batchConfigShape.spellings,
    worker_template: { kind: 'ignored', advice: 'An environment cannot change which step does the work.' },
  },
} as const satisfies MappingShape;

/** What an environment says of a batch. */
export function readOverriddenBatch(node: YamlMapping, owner: Owner, context: ReadContext): BatchOverride {
  const { values } = readMapping(node, overriddenBatchShape, owner, context.report);
  return {
    ...(values.batch_size !== undefined && { batchSize: values.batch_size }),
    ...(values.parallelism !== undefined && { parallelism: values.parallelism }),
    ...(values.cursor_field !== undefined && { cursorField: values.cursor_field }),
    ...(values.failure_strategy !== undefined && { failureStrategy: values.failure_strategy }),
  };
}

/** The batch configuration; what cannot be used is left blank, since it has been reported. */
export function readBatchConfig(node: YamlMapping, owner: Owner, context: ReadContext): BatchSettings {
  const reading = readMapping(node, batchConfigShape, owner, context.report);
  const { values } = reading;
  const config: BatchSettings = {
    span: owner.span,
    batchSize: values.batch_size ?? 1,
    parallelism: values.parallelism ?? 1,
    cursorField: values.cursor_field ?? '',
    workerTemplate: located(values.worker_template, 'worker_template', reading) ?? { value: '', span: owner.span },
    failureStrategy: values.failure_strategy ?? 'fail_fast',
  };
  context.written.set(config, reading);
  return config;
}
