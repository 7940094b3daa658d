import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { stringHandler } from './diagnostics.ts';
import type { Handler } from '../task-template.ts';
import { toDataObject, type YamlEntry, type YamlMapping } from '../yaml/yaml-node.ts';
import { located, mappingAt } from './located.ts';
import type { MappingShape, Owner, ReadContext } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { mapping, shortText } from './schemas.ts';

/** Tasker: "HandlerDefinition". */
export const handlerShape = {
  schema: z.object({
    callable: shortText(500)
      .meta({ example: 'Orders::StepHandlers::ShipOrderHandler' })
      .describe('Finds the handler by its name: A::B::C and A.B.C are the same.'),
    method: z.string().nullish().describe('The method that is called, "call" where none is named.'),
    resolver: z.string().nullish().describe('The resolver that finds the handler, by its name.'),
    initialization: mapping.optional().describe('The configuration of the handler, which reads it with getConfig.'),
  }),
  spellings: {
    class: { kind: 'ignored', of: 'callable', advice: 'Write "callable".' },
    handler_class: { kind: 'ignored', of: 'callable', advice: 'Write "callable".' },
    config: { kind: 'ignored', of: 'initialization', advice: 'Write "initialization".' },
  },
} as const satisfies MappingShape;

/** The handler; what is missing is left blank, since its absence has been reported. */
export function readHandler(node: YamlMapping, owner: Owner, context: ReadContext): Handler {
  const reading = readMapping(node, handlerShape, owner, context.report);
  const { values } = reading;
  const initialization = mappingAt('initialization', reading);
  const handler: Handler = {
    callable: located(values.callable, 'callable', reading) ?? { value: '', span: owner.span },
    method: values.method === 'call' ? undefined : located(values.method, 'method', reading),
    resolver: values.resolver === '' ? undefined : located(values.resolver, 'resolver', reading),
    initialization: initialization === undefined ? {} : toDataObject(initialization),
  };
  context.written.set(handler, reading);
  return handler;
}

/** `handler: Some::Class`, as some guides have it. */
export function reportStringHandler({ value }: YamlEntry, report: Report): boolean {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return false;
  report(stringHandler, value.span, { callable: value.value });
  return true;
}
