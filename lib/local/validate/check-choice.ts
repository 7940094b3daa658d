import type { JsonObject, JsonValue } from '../../json.ts';
import { isOperator } from '../language/choice/first-match.ts';
import { isArray, isObject } from '../base/data.ts';
import { parseTimestamp } from '../base/timestamp.ts';
import { expressionIn } from '../language/jsonata/compile-expression.ts';
import { checkPath } from './check-paths.ts';
import { checkAssign } from './check-variables.ts';
import { checkFieldLanguage } from './fields.ts';
import type { Problems } from './problem.ts';

const CONDITION_FIELDS = new Set(['Condition', 'Next', 'Output', 'Assign', 'Comment']);

/** Checks the rules of a Choice state. States Language: "Choice State". */
export function checkChoices(
  choices: JsonValue | undefined,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  if (choices === undefined) return;
  if (!isArray(choices)) return problems.schema(location, 'Expected value of type Array');
  if (choices.length === 0) problems.schema(location, 'Array must contain at least 1 element');
  for (const [index, rule] of choices.entries()) {
    const at = `${location}[${String(index)}]`;
    if (!isObject(rule)) problems.schema(at, 'Expected value of type Object');
    else {
      if (rule['Next'] === undefined) problems.schema(at, 'These fields are required: [Next]');
      else problems.checkText(`${at}/Next`, rule['Next']);
      checkAssign(rule, language, at, problems);
      if (language === 'JSONPath') checkRule(rule, at, problems, true);
      if (language === 'JSONata') checkCondition(rule, at, problems);
    }
  }
}

function checkCondition(rule: JsonObject, location: string, problems: Problems): void {
  for (const key of Object.keys(rule)) {
    if (!CONDITION_FIELDS.has(key)) problems.schema(location, `Field '${key}' is not supported`);
  }
  const { Condition: condition } = rule;
  if (condition === undefined) problems.schema(location, 'These fields are required: [Condition]');
  else if (typeof condition !== 'boolean' && (typeof condition !== 'string' || expressionIn(condition) === undefined)) {
    problems.schema(`${location}/Condition`, 'Expected value of type Boolean');
  }
}

function checkRule(rule: JsonObject, location: string, problems: Problems, top: boolean): void {
  if (!top && rule['Next'] !== undefined) problems.schema(location, "Field 'Next' is not supported");
  const combined = ['And', 'Or', 'Not'].filter((key) => rule[key] !== undefined);
  const operators = Object.keys(rule).filter(isOperator);
  if (combined.length + operators.length !== 1) {
    problems.schema(location, 'A choice rule must have exactly one of And, Or, Not or a comparison operator');
  }
  for (const key of combined) {
    const at = `${location}/${key}`;
    const parts = key === 'Not' ? [rule[key]] : rule[key];
    if (!isArray(parts)) {
      problems.schema(at, 'Expected value of type Array');
      continue;
    }
    if (parts.length === 0) problems.schema(at, 'Array must contain at least 1 element');
    for (const [index, part] of parts.entries()) {
      const inner = key === 'Not' ? at : `${at}[${String(index)}]`;
      if (isObject(part)) checkRule(part, inner, problems, false);
      else problems.schema(inner, 'Expected value of type Object');
    }
  }
  for (const operator of operators) {
    if (rule['Variable'] === undefined) problems.schema(location, 'These fields are required: [Variable]');
    else checkPath(rule['Variable'], `${location}/Variable`, problems);
    checkOperand(operator, rule[operator], `${location}/${operator}`, problems);
  }
  const known = new Set(['And', 'Or', 'Not', 'Next', 'Comment', 'Variable', 'Assign', ...operators]);
  for (const key of Object.keys(rule)) {
    if (['Condition', 'Output'].includes(key)) checkFieldLanguage(key, 'JSONPath', location, problems);
    else if (!known.has(key)) problems.schema(location, `Field '${key}' is not supported`);
  }
}

function checkOperand(operator: string, operand: JsonValue | undefined, location: string, problems: Problems): void {
  if (operator.endsWith('Path')) return checkPath(operand, location, problems);
  const type = /^(Is|Boolean)/.test(operator) ? 'boolean' : operator.startsWith('Numeric') ? 'number' : 'string';
  if (type !== 'string') {
    if (typeof operand === type) return;
    return problems.schema(location, `Expected value of type ${type === 'boolean' ? 'Boolean' : 'Number'}`);
  }
  if (!problems.checkText(location, operand)) return;
  if (operator.startsWith('Timestamp') && parseTimestamp(operand) === undefined) {
    problems.schema(location, 'String does not match RFC3339 timestamp');
  }
}
