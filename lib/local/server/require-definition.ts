import type { StateMachine } from '../../asl/types.ts';
import { refuseUnsupported, UnsupportedDefinitionError } from '../refuse-unsupported.ts';
import { invalidDefinitionMessage, validateDefinition } from '../validate/validate-definition.ts';
import { AwsError } from './aws-error.ts';

/** The machine of a definition. Throws `InvalidDefinition` when the service, or this engine, cannot take it. */
export function requireDefinition(text: string, type: 'STANDARD' | 'EXPRESS'): StateMachine {
  const refusal = invalidDefinitionMessage(validateDefinition(text, type));
  if (refusal !== undefined) throw new AwsError('InvalidDefinition', refusal);
  const definition = JSON.parse(text) as StateMachine;
  try {
    refuseUnsupported(definition);
  } catch (error) {
    if (!(error instanceof UnsupportedDefinitionError)) throw error;
    throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${error.message}'`);
  }
  return definition;
}
