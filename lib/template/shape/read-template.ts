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
    name: shortText(255)
      .meta({ example: 'my_task' })
      .describe('The name of the template: with namespace and version it tells one template from another.'),
    namespace_name: z
      .string()
      .meta({ example: 'my_namespace' })
      .describe('Groups templates: a letter or _, then letters, digits and _; 29 characters at most.'),
    version: z
      .string()
      .meta({ example: "'1.0.0'" })
      .describe('A semantic version, such as 1.0.0. Versions live side by side.'),
    description: z.string().nullish().describe('What a task of this kind does, for people.'),
    metadata: mapping.nullish().describe('Author, tags and links, and anything else. Stored with the template.'),
    system_dependencies: mapping.optional().describe('The systems that the steps call. Stored with the template.'),
    domain_events: list
      .optional()
      .describe('What events mean. Stored with the template; steps publish events by "publishes_events".'),
    input_schema: mapping
      .nullish()
      .describe(
        'The JSON Schema of the context of a task. It is checked before a task starts, and gives TypeScript types.',
      ),
    identity_strategy: z
      .enum(['strict', 'caller_provided', 'always_unique'])
      .optional()
      .describe('When two requests are the same task: with the same context, with the same idempotency key, or never.'),
    lifecycle: mapping.nullish().describe('How long a task and its steps may take.'),
    steps: list.meta({ example: '[…]' }).describe('The work: at least one step.'),
    environments: mapping.optional().describe('By the name of an environment, what it overrides in steps.'),
  }),
  inert: ['description', 'metadata', 'system_dependencies', 'domain_events'],
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
