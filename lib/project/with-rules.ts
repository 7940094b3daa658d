import type { CompiledWorkflow } from '../compile.ts';
import { type RequestRules, withRequestRules } from '../contract/machine-comment.ts';

/** A definition as it is deployed: its comment carries what the template asks of requests. */
export function withRules(
  definition: CompiledWorkflow['definition'],
  { inputSchema, identityStrategy, lifecycle, steps }: CompiledWorkflow['template'],
): CompiledWorkflow['definition'] {
  const schemas = steps.flatMap(({ name, resultSchema }) =>
    resultSchema === undefined ? [] : [[name.value, resultSchema.value] as const],
  );
  const comment = withRequestRules(definition.Comment, {
    ...(inputSchema !== undefined && { inputSchema: inputSchema.value }),
    ...(identityStrategy !== undefined && { identityStrategy }),
    ...(schemas.length > 0 && { resultSchemas: Object.fromEntries(schemas) }),
    ...thresholdsOf(lifecycle),
  });
  return { ...definition, ...(comment !== undefined && { Comment: comment }) };
}

function thresholdsOf(lifecycle: CompiledWorkflow['template']['lifecycle']): Pick<RequestRules, 'stalenessMinutes'> {
  const named = {
    waiting_for_dependencies: lifecycle?.max_waiting_for_dependencies_minutes,
    waiting_for_retry: lifecycle?.max_waiting_for_retry_minutes,
    steps_in_process: lifecycle?.max_steps_in_process_minutes,
  };
  const given = Object.entries(named).filter(([, minutes]) => typeof minutes === 'number');
  return given.length === 0 ? {} : { stalenessMinutes: Object.fromEntries(given) };
}
