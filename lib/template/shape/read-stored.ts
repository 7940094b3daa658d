import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { wrongType } from './diagnostics.ts';
import type { DataObject } from '../task-template.ts';
import { describe, toDataObject } from '../yaml/yaml-node.ts';
import { headOf, itemsAt, keySpan, mappingAt } from './located.ts';
import type { MappingShape, Owner, Written } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { mapping, shortText, wholeNumber } from './schemas.ts';

/** Parts of a template that Tasker stores and shows. */
export const storedShapes = {
  /** What else is in it is the author's business. */
  metadata: {
    schema: z.object({
      author: z.string().nullish(),
      tags: z.array(z.string()).optional(),
      documentation_url: z.string().nullish(),
      created_at: z.string().nullish(),
      updated_at: z.string().nullish(),
    }),
    open: true,
  },
  /** Tasker: "LifecycleConfig". */
  lifecycle: {
    inert: [
      'max_waiting_for_dependencies_minutes',
      'max_waiting_for_retry_minutes',
      'staleness_action',
      'auto_fail_on_timeout',
      'auto_dlq_on_timeout',
    ],
    schema: z.object({
      max_duration_minutes: wholeNumber(1, 43_200).nullish(),
      max_waiting_for_dependencies_minutes: wholeNumber(1, 10_080).nullish(),
      max_waiting_for_retry_minutes: wholeNumber(1, 10_080).nullish(),
      max_steps_in_process_minutes: wholeNumber(1, 10_080).nullish(),
      staleness_action: z.enum(['dlq', 'error', 'none']).optional(),
      auto_fail_on_timeout: z.boolean().nullish(),
      auto_dlq_on_timeout: z.boolean().nullish(),
    }),
  },
  system_dependencies: {
    inert: 'all',
    schema: z.object({ primary: z.string().optional(), secondary: z.array(z.string()).optional() }),
  },
} as const satisfies Record<string, MappingShape>;

export const domainEventShape = {
  inert: 'all',
  schema: z.object({
    name: shortText(255).meta({ example: 'order.created' }),
    description: z.string().nullish(),
    schema: mapping.nullish(),
  }),
} as const satisfies MappingShape;

/** A stored part: checked key by key, and carried as it is. */
export function readStored(
  key: keyof typeof storedShapes,
  written: Written,
  owner: Owner,
  report: Report,
): DataObject | undefined {
  const node = mappingAt(key, written);
  if (node === undefined) return undefined;
  const name = `the ${key.replace('_', ' ')} of ${owner.name}`;
  const shape: MappingShape = storedShapes[key];
  readMapping(node, shape, { name, span: keySpan(key, written, owner.span) }, report);
  return toDataObject(node);
}

/** `domain_events`: documentation only; what is published stands with the steps. */
export function readDomainEvents(written: Written, report: Report): DataObject[] {
  return itemsAt('domain_events', written).flatMap((item, index) => {
    if (item.kind === 'mapping') {
      readMapping(item, domainEventShape, { name: 'a domain event', span: headOf(item) }, report);
      return [toDataObject(item)];
    }
    report(wrongType, item.span, { key: `domain_events[${index}]`, expected: 'a mapping', got: describe(item) });
    return [];
  });
}
