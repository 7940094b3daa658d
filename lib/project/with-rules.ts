import type { CompiledWorkflow } from '../compile.ts';
import { withRequestRules } from '../contract/machine-comment.ts';

/** A definition as it is deployed: its comment carries what the template asks of requests. */
export function withRules(
  definition: CompiledWorkflow['definition'],
  { inputSchema, identityStrategy }: CompiledWorkflow['template'],
): CompiledWorkflow['definition'] {
  const comment = withRequestRules(definition.Comment, {
    ...(inputSchema !== undefined && { inputSchema: inputSchema.value }),
    ...(identityStrategy !== undefined && { identityStrategy }),
  });
  return { ...definition, ...(comment !== undefined && { Comment: comment }) };
}
