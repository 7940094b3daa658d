import { isObject } from '../base/data.ts';
import { parseJson } from '../base/parse-json.ts';
import { checkLabels } from './check-labels.ts';
import { checkMachine } from './check-machine.ts';
import { checkScopes } from './check-variables.ts';
import type { DefinitionProblem } from './problem.ts';
import { Problems } from './problem.ts';

/**
 * All that Step Functions has against a definition: errors, with which it refuses to create a state machine, and warnings.
 * Codes, locations and messages are those of the service where they are known.
 *
 * @example
 * ```ts
 * import { validateDefinition } from 'tasker-sfn/local';
 * validateDefinition('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}')[0]?.message; // "Missing 'Next' target: B"
 * ```
 */
export function validateDefinition(
  text: string,
  type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
): readonly DefinitionProblem[] {
  const problems = new Problems();
  const parsed = text.trim() === '' ? { value: null } : parseJson(text, JSON.parse);
  if ('mistake' in parsed) {
    problems.error('INVALID_JSON_DESCRIPTION', undefined, parsed.mistake);
    return problems.found;
  }
  const definition = parsed.value;
  if (!isObject(definition)) {
    problems.error('SCHEMA_VALIDATION_FAILED', undefined, 'Definition must be a valid JSON object');
    return problems.found;
  }
  const language = definition['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath';
  checkMachine(definition, '', 'machine', { type, language }, new Set(), problems);
  checkLabels(definition, '', new Set(), problems);
  checkScopes(definition, '', problems);
  return problems.found;
}

/** The message of the `InvalidDefinition` error that `CreateStateMachine` answers; undefined when nothing stands against it. */
export function invalidDefinitionMessage(problems: readonly DefinitionProblem[]): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return undefined;
  const reasons = errors.map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`);
  return `Invalid State Machine Definition: '${reasons.join(', ')}'`;
}
