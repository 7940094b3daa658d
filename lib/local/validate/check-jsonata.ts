import type { JsonataError } from 'jsonata';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import { compileExpression, expressionIn } from '../language/jsonata/compile-expression.ts';
import { inputReferences, statesMembers } from '../language/jsonata/input-references.ts';
import type { Problems } from './problem.ts';

/** Fields of a state that hold no expressions of its own. */
const PLAIN = new Set(['Type', 'Comment', 'QueryLanguage', 'Next', 'Branches', 'ItemProcessor', 'Iterator', 'Label']);

/** Types of states that make a result. */
const WITH_RESULT = new Set(['Task', 'Parallel', 'Map']);

/** Fields that are read once the result is there. */
const AFTER_RESULT = new Set(['Output', 'Assign']);

/**
 * Checks the expressions in the fields of a JSONata state. States Language: "JSONata Restrictions", "Reserved Variables in
 * JSONata Expressions: $states".
 */
export function checkExpressions(state: JsonObject, type: string, location: string, problems: Problems): void {
  const always = ['input', 'context'];
  for (const [field, value] of Object.entries(state)) {
    const at = `${location}/${field}`;
    if (PLAIN.has(field)) continue;
    if (field === 'Catch') checkRules(value, [...always, 'errorOutput'], at, problems);
    else if (field === 'Choices') checkRules(value, always, at, problems);
    else {
      const hasResult = WITH_RESULT.has(type) && AFTER_RESULT.has(field);
      checkValue(value, hasResult ? [...always, 'result'] : always, at, problems);
    }
  }
}

/** Checks the expressions in the rules of a Choice, or in catchers. */
function checkRules(rules: JsonValue, given: readonly string[], location: string, problems: Problems): void {
  if (!isArray(rules)) return;
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    for (const [field, value] of Object.entries(rule)) {
      if (!PLAIN.has(field)) checkValue(value, given, `${location}[${String(index)}]/${field}`, problems);
    }
  }
}

/** Whether an expression stands where a value of another type may. */
export function mayBeExpression(value: JsonValue, language: string | undefined): boolean {
  return language !== 'JSONPath' && typeof value === 'string' && expressionIn(value) !== undefined;
}

/** Checks the expressions in a value. `given` are the members that `$states` has where it is read. */
function checkValue(value: JsonValue, given: readonly string[], location: string, problems: Problems): void {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    if (expression !== undefined) checkExpression(expression, given, location, problems);
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, given, `${location}[${String(index)}]`, problems);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) checkValue(member, given, `${location}/${key}`, problems);
  }
}

function checkExpression(text: string, given: readonly string[], location: string, problems: Problems): void {
  let ast: unknown;
  try {
    ast = compileExpression(text).expression.ast();
  } catch (error) {
    return problems.error('INVALID_JSONATA_EXPRESSION', location, (error as JsonataError).message);
  }
  for (const name of statesMembers(ast)) {
    if (given.includes(name)) continue;
    problems.error('UNSUPPORTED_JSONATA_EXPRESSION', location, `Field '$states.${name}' does not exist.`);
  }
  for (const name of inputReferences(ast)) {
    const where = name === '$$' ? '' : ' at the top level';
    problems.error('UNSUPPORTED_JSONATA_EXPRESSION', location, `Reference to '${name}'${where} is not supported.`);
  }
}
