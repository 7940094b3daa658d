import type { CompiledWorkflow } from '../compile.ts';
import { withRequestRules } from '../contract/machine-comment.ts';

/** A definition as it is deployed: its comment carries what the template asks of requests. */
export function withRules(
  definition: CompiledWorkflow['definition'],
  { inputSchema, identityStrategy, steps }: CompiledWorkflow['template'],
): CompiledWorkflow['definition'] {
  const schemas = steps.flatMap(({ name, resultSchema }) =>
    resultSchema === undefined ? [] : [[name.value, resultSchema.value] as const],
  );
  const comment = withRequestRules(definition.Comment, {
    ...(inputSchema !== undefined && { inputSchema: inputSchema.value }),
    ...(identityStrategy !== undefined && { identityStrategy }),
    ...(schemas.length > 0 && { resultSchemas: Object.fromEntries(schemas) }),
  });
  return { ...definition, ...(comment !== undefined && { Comment: comment }) };
}
