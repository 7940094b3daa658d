import type { ChoiceRule, ChoiceState, Comparison } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { EvaluationError } from '../../base/states-error.ts';
import { COMPARISONS, TYPE_TESTS } from './operators.ts';

/** The value at a path, or undefined when nothing is there. */
type Find = (path: string) => JsonValue | undefined;

/** The first rule that holds. States Language: "Choice State". */
export function firstMatch(choices: ChoiceState['Choices'], find: Find): ChoiceRule | undefined {
  return choices.find((rule) => holds(rule, find));
}

function holds(rule: Comparison, find: Find): boolean {
  if (rule.And !== undefined) return rule.And.every((part) => holds(part, find));
  if (rule.Or !== undefined) return rule.Or.some((part) => holds(part, find));
  if (rule.Not !== undefined) return !holds(rule.Not, find);
  const { Variable: variable = '$' } = rule;
  const operator = Object.keys(rule).find((key) => isOperator(key));
  if (operator === undefined) throw new EvaluationError(`The rule for '${variable}' has no operator.`);
  const operand = rule[operator] as JsonValue;
  if (operator === 'IsPresent') return (find(variable) !== undefined) === operand;
  const test = TYPE_TESTS.get(operator);
  if (test !== undefined) return test(required(variable, find)) === operand;
  const compare = COMPARISONS.get(operator) ?? COMPARISONS.get(withoutPath(operator));
  const value = COMPARISONS.has(operator) ? operand : required(operand as string, find);
  return compare?.(required(variable, find), value) ?? false;
}

/** Whether a member of a rule is an operator, such as `StringEquals` or `StringEqualsPath`. */
export function isOperator(key: string): boolean {
  return (
    key === 'IsPresent' ||
    TYPE_TESTS.has(key) ||
    COMPARISONS.has(key) ||
    (key.endsWith('Path') && key !== 'StringMatchesPath' && COMPARISONS.has(withoutPath(key)))
  );
}

function withoutPath(operator: string): string {
  return operator.slice(0, -'Path'.length);
}

function required(path: string, find: Find): JsonValue {
  const value = find(path);
  if (value !== undefined) return value;
  throw new EvaluationError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
