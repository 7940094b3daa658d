import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { numericVersion } from './diagnostics.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { Draft } from '../rule.ts';
import type { TaskTemplate } from '../task-template.ts';
import { toDataObject, type YamlEntry, type YamlMapping } from '../yaml/yaml-node.ts';
import { checkJsonSchema } from './check-json-schema.ts';
import { headOf, itemsAt, located, mappingAt } from './located.ts';
import type { MappingShape, ReadContext, Written } from './mapping-shape.ts';
import { readEnvironment } from './read-environment.ts';
import { readMapping } from './read-mapping.ts';
import { readStep } from './read-step.ts';
import { readDomainEvents, readStored } from './read-stored.ts';
import { list, mapping, shortText } from './schemas.ts';

/** Tasker: "TaskTemplate". */
export const templateShape = {
  schema: z.object({
    name: shortText(255).meta({ example: 'my_task' }),
    namespace_name: z.string().meta({ example: 'my_namespace' }),
    version: z.string().meta({ example: "'1.0.0'" }),
    description: z.string().nullish(),
    metadata: mapping.nullish(),
    system_dependencies: mapping.optional(),
    domain_events: list.optional(),
    input_schema: mapping.nullish(),
    identity_strategy: z.enum(['strict', 'caller_provided', 'always_unique']).optional(),
    lifecycle: mapping.nullish(),
    steps: list.meta({ example: '[…]' }),
    environments: mapping.optional(),
  }),
  inert: ['description', 'metadata', 'system_dependencies', 'domain_events', 'lifecycle'],
  spellings: {
    namespace: { kind: 'ignored', of: 'namespace_name', advice: 'Write "namespace_name".' },
    module_namespace: { kind: 'ignored', of: 'namespace_name', advice: 'Write "namespace_name".' },
    schema: { kind: 'ignored', of: 'input_schema', advice: 'Write "input_schema".' },
    step_templates: { kind: 'ignored', of: 'steps', advice: 'Write "steps".' },
    task_handler: { kind: 'ignored', advice: 'Remove it: a task has no handler of its own, only its steps have.' },
    task_handler_class: {
      kind: 'ignored',
      advice: 'Remove it: a task has no handler of its own, only its steps have.',
    },
    handler_class: { kind: 'ignored', advice: 'Remove it: a task has no handler of its own, only its steps have.' },
    loaded_from: { kind: 'ignored', advice: 'Remove it: an exporter wrote it.' },
    mixins: { kind: 'ignored', advice: 'Remove it: a handler imports its mixins in code.' },
    default_dependent_system: { kind: 'ignored', advice: 'Write "system_dependencies: { primary: … }".' },
    custom_events: {
      kind: 'ignored',
      advice: 'Declare events under "publishes_events" of the step that publishes them.',
    },
  },
  misuses: { version: reportNumericVersion },
} as const satisfies MappingShape;

/** The template that a mapping describes, as far as it can be read. */
export function readTemplate(root: YamlMapping, source: SourceFile, report: Report): Draft {
  const context: ReadContext = { report, written: new Map<object, Written>() };
  const owner = { name: 'the template', span: headOf(root) };
  const reading = readMapping(root, templateShape, owner, report);
  const blank = { value: '', span: owner.span };
  const items = itemsAt('steps', reading);
  const steps = items.map((item, index) => readStep(item, index, context)).filter((step) => step !== undefined);
  const inputSchema = mappingAt('input_schema', reading);
  if (inputSchema) checkJsonSchema('input_schema', inputSchema, report);
  const environments = mappingAt('environments', reading)?.entries ?? new Map<string, YamlEntry>();
  readStored('system_dependencies', reading, owner, report);
  const template: TaskTemplate = {
    source,
    name: located(reading.values.name, 'name', reading) ?? blank,
    namespace: located(reading.values.namespace_name, 'namespace_name', reading) ?? blank,
    version: located(reading.values.version, 'version', reading) ?? blank,
    description: reading.values.description,
    metadata: readStored('metadata', reading, owner, report),
    inputSchema: located(inputSchema && toDataObject(inputSchema), 'input_schema', reading),
    steps,
    environments: new Map([...environments].map(([name, entry]) => [name, readEnvironment(entry, context)])),
    lifecycle: readStored('lifecycle', reading, owner, report),
    domainEvents: readDomainEvents(reading, report),
    identityStrategy: reading.values.identity_strategy,
  };
  context.written.set(template, reading);
  return { template, written: context.written, allStepsKnown: steps.length === items.length };
}

/** `version: 1.0`, which YAML reads as a number. */
function reportNumericVersion({ value }: YamlEntry, report: Report): boolean {
  if (value.kind !== 'scalar' || typeof value.value !== 'number') return false;
  const text = value.span.file.text.slice(value.span.start, value.span.end);
  const [, major = '1', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  report(numericVersion, value.span, { text, version: `${major}.${minor}.0` });
  return true;
}
