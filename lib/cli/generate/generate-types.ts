import { compile, ValidationError } from 'json-schema-to-typescript';
import { handlerTypes } from './handler-types.ts';
import type { TaskTemplate } from '../../template/task-template.ts';
import { taskSchema } from './task-schema.ts';

/**
 * The TypeScript types of a template: of its context, of the result of each step, of all results by step, and of what each
 * step's handler is given. The same template gives the same text.
 *
 * @throws Error when the schemas have no types
 */
export async function generateTypes(template: TaskTemplate): Promise<string> {
  const { namespace, name, version } = template;
  const schema = taskSchema(template);
  const options = {
    bannerComment: `/** Types of ${namespace.value}/${name.value} ${version.value}, made by "tasker-sfn generate types". Do not edit. */\n`,
    // Tuples of every possible length would be precise, and unreadable.
    ignoreMinAndMaxItems: true,
    $refOptions: { resolve: { external: false } },
    style: { singleQuote: true, bracketSpacing: true, trailingComma: 'all', printWidth: 100 },
  } as const;
  try {
    return handlerTypes(template, await compile(schema, name.value, options));
  } catch (error) {
    // The library has told the reason on stderr.
    if (error instanceof ValidationError) throw new Error('They contradict themselves.', { cause: error });
    throw error;
  }
}
