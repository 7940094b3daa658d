import * as z from 'zod';
import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import type { Handler, Step } from '../task-template.ts';
import { describe, toDataObject, type YamlNode } from '../yaml/yaml-node.ts';
import { checkJsonSchema } from './check-json-schema.ts';
import { wrongType } from './diagnostics.ts';
import { headOf, itemsAt, keySpan, located, mappingAt, nameIn } from './located.ts';
import type { MappingShape, ReadContext } from './mapping-shape.ts';
import { readBatchConfig } from './read-batch-config.ts';
import { readEvent } from './read-event.ts';
import { readHandler, reportStringHandler } from './read-handler.ts';
import { readMapping } from './read-mapping.ts';
import { readNames } from './read-names.ts';
import { DEFAULT_RETRY, readRetry } from './read-retry.ts';
import { list, mapping, shortText, timeoutSeconds, wholeNumber } from './schemas.ts';

const IN_RETRY = 'Write it under "retry:".';

/** Tasker: "StepDefinition"; `expected_duration_ms` is ours. */
export const stepShape = {
  schema: z.object({
    name: shortText(255)
      .meta({ example: 'my_step' })
      .describe('Names the step and its result: letters, digits, _, -, . and spaces.'),
    description: z.string().nullish().describe('What the step does, for people.'),
    handler: mapping
      .meta({ example: '{ callable: Orders::StepHandlers::ShipOrderHandler }' })
      .describe('The code that does the work of the step.'),
    type: z
      .enum(['standard', 'decision', 'deferred_convergence', 'batchable', 'batch_worker'])
      .optional()
      .describe(
        'How the step takes part: a decision chooses branches, a deferred_convergence joins them, a batchable step makes batch workers.',
      ),
    system_dependency: z.string().nullish().describe('The system that the step calls. Stored with the template.'),
    dependencies: list
      .optional()
      .describe('The steps that must complete before this one starts. Without any it starts at once.'),
    retry: mapping.optional().describe('What happens after an error.'),
    timeout_seconds: timeoutSeconds
      .nullish()
      .describe('Ends one run of the step, which counts as a retryable error. A Lambda function ends after 900.'),
    publishes_events: list.optional().describe('Events that follow from the step.'),
    batch_config: mapping.nullish().describe('How the work is split; required for a batch_worker.'),
    result_schema: mapping.nullish().describe('The JSON Schema of what the step returns. It gives TypeScript types.'),
    expected_duration_ms: wholeNumber(1)
      .optional()
      .describe('How long the step usually takes. It helps the planner; Tasker ignores it.'),
  }),
  inert: ['description', 'system_dependency'],
  spellings: {
    composition: { kind: 'ignored', advice: 'Remove it: only tools of Tasker read it, and no worker runs it.' },
    depends_on: { kind: 'alias', of: 'dependencies' },
    step_type: { kind: 'alias', of: 'type' },
    depends_on_step: { kind: 'legacy', of: 'dependencies' },
    depends_on_steps: { kind: 'legacy', of: 'dependencies' },
    depends_on_step_name: { kind: 'legacy', of: 'dependencies' },
    handler_class: { kind: 'ignored', of: 'handler', advice: 'Write "handler: { callable: … }".' },
    handler_name: { kind: 'ignored', of: 'handler', advice: 'Write "handler: { callable: … }".' },
    handler_config: { kind: 'ignored', advice: 'Write it as "initialization" under "handler:".' },
    initialization: { kind: 'ignored', advice: 'Write it under "handler:".' },
    default_retryable: { kind: 'ignored', advice: 'Write it as "retryable" under "retry:".' },
    default_retry_limit: { kind: 'ignored', advice: 'Write it as "max_attempts" under "retry:".' },
    retry_limit: { kind: 'ignored', advice: 'Write it as "max_attempts" under "retry:".' },
    retryable: { kind: 'ignored', advice: IN_RETRY },
    max_attempts: { kind: 'ignored', advice: IN_RETRY },
    backoff: { kind: 'ignored', advice: IN_RETRY },
    timeout: { kind: 'ignored', of: 'timeout_seconds', advice: 'Write "timeout_seconds".' },
    input_schema: { kind: 'ignored', advice: 'Only the template has an "input_schema"; a step has a "result_schema".' },
    lifecycle: { kind: 'ignored', advice: 'Remove it: only the template as a whole has a "lifecycle".' },
  },
  misuses: { handler: reportStringHandler },
} as const satisfies MappingShape;

/** One item of `steps`. Nothing when it has no usable name; other damage is left blank, since it has been reported. */
export function readStep(node: YamlNode, index: number, context: ReadContext): Step | undefined {
  const { report, written } = context;
  if (node.kind !== 'mapping') {
    report(wrongType, node.span, { key: `steps[${index}]`, expected: 'a mapping', got: describe(node) });
    return undefined;
  }
  const title = nameIn(node);
  const owner = {
    name: title === undefined ? `step number ${index + 1}` : `step ${quote(title.value)}`,
    span: title?.span ?? headOf(node),
  };
  const reading = readMapping(node, stepShape, owner, report);
  const { values } = reading;
  const part = (key: string, what: string) => ({
    node: mappingAt(key, reading),
    owner: { name: `the ${what} of ${owner.name}`, span: keySpan(key, reading, owner.span) },
  });
  const handler = part('handler', 'handler');
  const retry = part('retry', 'retry policy');
  const batch = part('batch_config', 'batch configuration');
  const dependencies = readNames('dependencies', itemsAt('dependencies', reading), report);
  const schema = mappingAt('result_schema', reading);
  if (schema) checkJsonSchema('result_schema', schema, report);
  const step: Step = {
    name: located(values.name, 'name', reading) ?? { value: '', span: owner.span },
    span: node.span,
    type: located(values.type, 'type', reading) ?? { value: 'standard', span: owner.span },
    description: values.description,
    handler: handler.node ? readHandler(handler.node, handler.owner, context) : noHandler(owner.span),
    dependencies: dependencies.names,
    retry: retry.node ? readRetry(retry.node, retry.owner, context) : DEFAULT_RETRY,
    timeoutSeconds: located(values.timeout_seconds, 'timeout_seconds', reading),
    publishesEvents: itemsAt('publishes_events', reading)
      .map((item, position) => readEvent(item, position, owner.name, context))
      .filter((event) => event !== undefined),
    batchConfig: batch.node && readBatchConfig(batch.node, batch.owner, context),
    resultSchema: located(schema && toDataObject(schema), 'result_schema', reading),
    expectedDurationMs: values.expected_duration_ms,
  };
  const damaged = dependencies.complete ? reading.damaged : new Set([...reading.damaged, 'dependencies']);
  written.set(step, { entries: reading.entries, damaged });
  return step.name.value === '' ? undefined : step;
}

function noHandler(span: Span): Handler {
  return { callable: { value: '', span }, initialization: {} };
}
