import type { JsonataError } from 'jsonata';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isArray, isObject } from '../base/data.ts';
import { compileExpression, expressionIn } from '../language/jsonata/compile-expression.ts';
import { inputReferences } from '../language/jsonata/input-references.ts';
import type { Problems } from './problem.ts';

/** Fields of a state that hold no expressions of its own. */
const PLAIN = new Set(['Type', 'Comment', 'QueryLanguage', 'Next', 'Branches', 'ItemProcessor', 'Iterator', 'Label']);

/** Checks the expressions in the fields of a JSONata state. States Language: "JSONata Restrictions". */
export function checkExpressions(state: JsonObject, location: string, problems: Problems): void {
  for (const [field, value] of Object.entries(state)) {
    if (!PLAIN.has(field)) checkValue(value, `${location}/${field}`, problems);
  }
}

/** Whether an expression stands where a value of another type may. */
export function mayBeExpression(value: JsonValue, language: string | undefined): boolean {
  return language !== 'JSONPath' && typeof value === 'string' && expressionIn(value) !== undefined;
}

function checkValue(value: JsonValue, location: string, problems: Problems): void {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    if (expression !== undefined) checkExpression(expression, location, problems);
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, `${location}[${String(index)}]`, problems);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) checkValue(member, `${location}/${key}`, problems);
  }
}

/** Where `$states.errorOutput` is given. */
const IN_CATCHER = /\/Catch\[\d+\]\//;

/** Whether a tree of `expression.ast()` has the path `$states.errorOutput`. */
function readsErrorOutput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('steps' in node && Array.isArray(node.steps)) {
    const [root, member] = node.steps as readonly Readonly<Record<string, unknown>>[];
    if (root?.['type'] === 'variable' && root['value'] === 'states' && member?.['value'] === 'errorOutput') return true;
  }
  return Object.values(node).some(readsErrorOutput);
}

function checkExpression(text: string, location: string, problems: Problems): void {
  let ast: unknown;
  try {
    ast = compileExpression(text).expression.ast();
  } catch (error) {
    return problems.error('INVALID_JSONATA_EXPRESSION', location, (error as JsonataError).message);
  }
  if (!IN_CATCHER.test(location) && readsErrorOutput(ast)) {
    const message = "Reference to '$states.errorOutput' is not supported outside of a catcher.";
    problems.error('UNSUPPORTED_JSONATA_EXPRESSION', location, message);
  }
  for (const name of inputReferences(ast)) {
    const where = name === '$$' ? '' : ' at the top level';
    problems.error('UNSUPPORTED_JSONATA_EXPRESSION', location, `Reference to '${name}'${where} is not supported.`);
  }
}
