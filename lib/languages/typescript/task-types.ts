import { compile, ValidationError } from 'json-schema-to-typescript';
import type { TypedTask } from '../source-writer.ts';
import { handlerTypes } from './handler-types.ts';

/**
 * The TypeScript types of a template: of its context, of the result of each step, of all results by step, and of what each
 * step's handler is given.
 *
 * @throws Error when the schemas have no types
 */
export async function taskTypes(task: TypedTask): Promise<string> {
  const { namespace, name, version, schema } = task;
  const options = {
    bannerComment: `/** Types of ${namespace}/${name} ${version}, made by "tasker-sfn generate types". Do not edit. */\n`,
    // Tuples of every possible length would be precise, and unreadable.
    ignoreMinAndMaxItems: true,
    $refOptions: { resolve: { external: false } },
    style: { singleQuote: true, bracketSpacing: true, trailingComma: 'all', printWidth: 100 },
  } as const;
  try {
    return handlerTypes(task, await compile(schema, name, options));
  } catch (error) {
    // The library has told the reason on stderr.
    if (error instanceof ValidationError) throw new Error('They contradict themselves.', { cause: error });
    throw error;
  }
}
