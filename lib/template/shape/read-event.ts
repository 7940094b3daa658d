import * as z from 'zod';
import { quote } from '../../diagnostics/wording.ts';
import type { DeclaredEvent } from '../task-template.ts';
import { describe, toDataObject, type YamlNode } from '../yaml/yaml-node.ts';
import { checkJsonSchema } from './check-json-schema.ts';
import { stringEvent, wrongType } from './diagnostics.ts';
import { headOf, mappingAt, nameIn } from './located.ts';
import type { MappingShape, ReadContext } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { mapping, shortText } from './schemas.ts';

/** Tasker: "EventDeclaration". */
export const eventShape = {
  schema: z.object({
    name: shortText(255).meta({ example: 'order.created' }).describe('The name of the event, such as order.created.'),
    description: z.string().meta({ example: 'An order was created.' }).describe('What the event means, for people.'),
    schema: mapping.meta({ example: '{ type: object }' }).describe('The JSON Schema of the payload.'),
    condition: z
      .enum(['success', 'failure', 'retryable_failure', 'permanent_failure', 'always'])
      .optional()
      .describe('After which outcomes of the step the event is published. Default: success.'),
    delivery_mode: z
      .enum(['durable', 'fast', 'broadcast'])
      .optional()
      .describe('How the event travels: by a queue, within the process, or both. Default: durable.'),
    publisher: z.string().nullish().describe('The publisher that shapes the event. Default: the standard one.'),
  }),
  inert: ['description'],
  spellings: {
    payload_schema: { kind: 'ignored', of: 'schema', advice: 'Write "schema".' },
  },
} as const satisfies MappingShape;

/** One item of `publishes_events`; nothing when it is no mapping. */
export function readEvent(
  node: YamlNode,
  index: number,
  publisher: string,
  context: ReadContext,
): DeclaredEvent | undefined {
  const { report } = context;
  if (node.kind === 'scalar' && typeof node.value === 'string') report(stringEvent, node.span, { name: node.value });
  else if (node.kind !== 'mapping') {
    report(wrongType, node.span, { key: `publishes_events[${index}]`, expected: 'a mapping', got: describe(node) });
  }
  if (node.kind !== 'mapping') return undefined;
  const name = nameIn(node)?.value;
  const owner = { name: name === undefined ? `an event of ${publisher}` : `event ${quote(name)}`, span: headOf(node) };
  const reading = readMapping(node, eventShape, owner, report);
  const { values } = reading;
  const schema = mappingAt('schema', reading);
  if (schema) checkJsonSchema('schema', schema, report);
  const event: DeclaredEvent = {
    name: values.name ?? '',
    description: values.description ?? '',
    schema: schema === undefined ? {} : toDataObject(schema),
    condition: values.condition ?? 'success',
    deliveryMode: values.delivery_mode ?? 'durable',
    publisher: values.publisher,
  };
  context.written.set(event, reading);
  return event;
}
