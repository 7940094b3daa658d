import * as z from 'zod';
import { quote } from '../../diagnostics/wording.ts';
import type { EnvironmentOverride, Located, StepOverride } from '../task-template.ts';
import { describe, toDataObject, type YamlEntry, type YamlNode } from '../yaml/yaml-node.ts';
import { emptyValue, wrongType } from './diagnostics.ts';
import { headOf, itemsAt, keySpan, located, mappingAt, nameIn } from './located.ts';
import type { MappingShape, ReadContext } from './mapping-shape.ts';
import { readOverriddenBatch } from './read-batch-config.ts';
import { readMapping } from './read-mapping.ts';
import { readRetry } from './read-retry.ts';
import { list, mapping, shortText, timeoutSeconds } from './schemas.ts';

/** Tasker: "EnvironmentOverride". */
export const environmentShape = {
  schema: z.object({ steps: list.optional().describe('The overrides, by the names of steps.') }),
  spellings: { step_templates: { kind: 'ignored', of: 'steps', advice: 'Write "steps".' } },
} as const satisfies MappingShape;

const NOT_OVERRIDDEN =
  'An environment can override "handler.initialization", "timeout_seconds", "retry" and "batch_config" alone.';

export const overrideShape = {
  schema: z.object({
    name: shortText(255).meta({ example: 'ALL' }).describe('The step that is overridden; ALL stands for every step.'),
    handler: mapping.nullish().describe('Overrides "initialization" of the handler.'),
    timeout_seconds: timeoutSeconds.nullish().describe('Overrides the timeout of the step.'),
    retry: mapping.nullish().describe('Overrides the retry policy of the step.'),
    batch_config: mapping.nullish().describe('Overrides settings of the batch, one by one. Not in Tasker.'),
  }),
  spellings: {
    dependencies: { kind: 'ignored', advice: NOT_OVERRIDDEN },
    type: { kind: 'ignored', advice: NOT_OVERRIDDEN },
    handler_config: { kind: 'ignored', of: 'handler', advice: 'Write it as "initialization" under "handler:".' },
  },
} as const satisfies MappingShape;

export const overriddenHandlerShape = {
  schema: z.object({
    initialization: mapping.nullish().describe('The configuration of the handler, merged over that of the template.'),
  }),
  spellings: {
    callable: { kind: 'ignored', advice: NOT_OVERRIDDEN },
    method: { kind: 'ignored', advice: NOT_OVERRIDDEN },
    resolver: { kind: 'ignored', advice: NOT_OVERRIDDEN },
  },
} as const satisfies MappingShape;

/** One entry of `environments`; an empty one overrides nothing. */
export function readEnvironment({ key, value }: YamlEntry, context: ReadContext): EnvironmentOverride {
  const { report } = context;
  const owner = { name: `environment ${quote(key.value)}`, span: key.span };
  if (value.kind !== 'mapping') {
    if (value.kind === 'scalar' && value.value === null) {
      report(emptyValue, key.span, { key: key.value, meaning: '{}' });
    } else {
      report(wrongType, value.span, { key: key.value, expected: 'a mapping', got: describe(value) });
    }
    return { name: key, steps: [] };
  }
  const reading = readMapping(value, environmentShape, owner, report);
  const steps = itemsAt('steps', reading).map((item, index) => readOverride(item, index, key, context));
  return { name: key, steps: steps.filter((override) => override !== undefined) };
}

function readOverride(
  node: YamlNode,
  index: number,
  environment: Located<string>,
  context: ReadContext,
): StepOverride | undefined {
  const { report } = context;
  if (node.kind !== 'mapping') {
    report(wrongType, node.span, { key: `steps[${index}]`, expected: 'a mapping', got: describe(node) });
    return undefined;
  }
  const title = nameIn(node);
  const target = title === undefined ? 'an override' : `the override of ${quote(title.value)}`;
  const owner = { name: `${target} in environment ${quote(environment.value)}`, span: title?.span ?? headOf(node) };
  const reading = readMapping(node, overrideShape, owner, report);
  const part = (key: string, what: string) => ({
    node: mappingAt(key, reading),
    owner: { name: `the ${what} of ${owner.name}`, span: keySpan(key, reading, owner.span) },
  });
  const handler = part('handler', 'handler');
  const retry = part('retry', 'retry policy');
  const batch = part('batch_config', 'batch_config');
  const initialization =
    handler.node &&
    mappingAt('initialization', readMapping(handler.node, overriddenHandlerShape, handler.owner, report));
  const name = located(reading.values.name, 'name', reading);
  if (name === undefined) return undefined;
  const override = {
    name,
    initialization: initialization && toDataObject(initialization),
    timeoutSeconds: located(reading.values.timeout_seconds, 'timeout_seconds', reading),
    retry: retry.node && readRetry(retry.node, retry.owner, context),
    batch: batch.node && readOverriddenBatch(batch.node, batch.owner, context),
  };
  context.written.set(override, reading);
  return override;
}
