import type { StateMachine } from '../../states-language/types.ts';
import { invalidDefinitionMessage, validateDefinition } from '../validate/validate-definition.ts';
import { AwsError } from '../base/api/aws-error.ts';
import { parseDefinition } from '../base/parse-definition.ts';

/** The machine of a definition. Throws `InvalidDefinition` when the service cannot take it. */
export function requireDefinition(text: string, type: 'STANDARD' | 'EXPRESS'): StateMachine {
  const refusal = invalidDefinitionMessage(validateDefinition(text, type));
  if (refusal !== undefined) throw new AwsError('InvalidDefinition', refusal);
  return parseDefinition(text);
}
