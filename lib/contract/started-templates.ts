import type { JsonObject } from '../json.ts';
import type { TemplateIdentity } from './state-machine-name.ts';

/** The member of a step's `initialization` that lists the templates of which its handler starts tasks. */
export const STARTS_TASKS = 'starts_tasks';

/** The environment variable that lists the same to a function, separated by commas. */
export const STARTS_TASKS_VARIABLE = 'TASKER_SFN_STARTS_TASKS';

/** The environment variable with the prefix of the environment that a function belongs to. */
export const PREFIX_VARIABLE = 'TASKER_SFN_PREFIX';

/** The environment variable with the address of the local service in which a local run starts tasks. */
export const TASKS_ENDPOINT_VARIABLE = 'TASKER_SFN_TASKS_ENDPOINT';

/** How a template is written there, in words. */
export const TEMPLATE_NAME_RULE = '"namespace/name" or "namespace/name/version", without a comma';

/**
 * Reads the name of a template, such as `payments/process_refund/2.1.0`; without a version it is 1.0.0, as in requests. A name may hold
 * `/` and spaces; a namespace does not, and a version begins with a digit. A comma separates templates for functions, so none may hold one.
 */
export function readTemplateName(text: string): TemplateIdentity | undefined {
  const [, namespace, versioned, version = '1.0.0', bare] =
    /^([^/\s,]+)\/(?=\S)(?:([^,]+)\/(\d[^/\s,]*)|([^,]*[^/\s,]))$/.exec(text) ?? [];
  const name = versioned ?? bare;
  return namespace === undefined || name === undefined ? undefined : { namespace, name, version };
}

/** The templates whose names are in a list, by name; `wrong` are those that are no names. */
export function readTemplateNames(list: unknown): {
  readonly templates: readonly TemplateIdentity[];
  readonly wrong: readonly unknown[];
} {
  const texts: readonly unknown[] = list === undefined ? [] : Array.isArray(list) ? list : [list];
  const read = texts.map((text) => (typeof text === 'string' ? readTemplateName(text) : undefined));
  return {
    templates: read.filter((one) => one !== undefined),
    wrong: texts.filter((_, index) => read[index] === undefined),
  };
}

/** Writes a list for {@link STARTS_TASKS_VARIABLE}: each template once, sorted. */
export function writeTemplateNames(templates: readonly TemplateIdentity[]): string {
  return [...new Set(templates.map(({ namespace, name, version }) => `${namespace}/${name}/${version}`))]
    .sort()
    .join(',');
}

/** The templates of which a step's handler starts tasks, according to the step's `initialization`. */
export function startedBy(initialization: JsonObject): readonly TemplateIdentity[] {
  return readTemplateNames(initialization[STARTS_TASKS]).templates;
}
