import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import type { Expression } from '../language/intrinsics/parse-expression.ts';
import { parseExpression } from '../language/intrinsics/parse-expression.ts';
import { compileExpression, expressionIn } from '../language/jsonata/compile-expression.ts';

/** Fields with states of their own, or without anything that is read. */
const OTHER = new Set([
  ...['Branches', 'ItemProcessor', 'Iterator', 'Result', 'ResultPath'],
  ...['Comment', 'Type', 'QueryLanguage', 'Next', 'Label'],
]);
/** Fields that are payload templates: only members whose names end in `.$` are read. */
const TEMPLATES = new Set(['Parameters', 'ResultSelector', 'ItemSelector', 'BatchInput', 'Assign', 'Credentials']);

/**
 * The variables that the states of a machine read, in order, by the states' names: those of Parallel and Map states as well.
 * Undefined when they read none.
 */
export function variableReferences(machine: object): Readonly<Record<string, readonly string[]>> | undefined {
  const definition = machine as JsonObject;
  const language = definition['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath';
  const assigned = new Set<string>();
  const states = [...statesIn(definition)];
  for (const [, state] of states) collectAssigned(state, assigned);
  const found: Record<string, readonly string[]> = {};
  for (const [name, state] of states) {
    const names = new Set<string>();
    for (const [field, value] of Object.entries(state)) {
      if (OTHER.has(field)) continue;
      if ((state['QueryLanguage'] ?? language) === 'JSONata') collectFromExpressions(value, names);
      else collectFromPaths(field, value, names);
    }
    const known = [...names].filter((variable) => assigned.has(variable));
    if (known.length > 0) found[name] = known.sort();
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function* statesIn(machine: JsonValue | undefined): Generator<readonly [string, JsonObject]> {
  const states = isObject(machine) ? machine['States'] : undefined;
  for (const [name, state] of Object.entries(isObject(states) ? states : {})) {
    if (!isObject(state)) continue;
    yield [name, state];
    const { Branches: branches, ItemProcessor: processor, Iterator: iterator } = state;
    for (const inner of [...(isArray(branches) ? branches : []), processor, iterator]) yield* statesIn(inner);
  }
}

/** `Assign` is a field of states, of Choice rules and of catchers. */
function collectAssigned(state: JsonObject, assigned: Set<string>): void {
  const { Choices: rules, Catch: catchers } = state;
  for (const holder of [state, ...(isArray(rules) ? rules : []), ...(isArray(catchers) ? catchers : [])]) {
    const assign = isObject(holder) ? holder['Assign'] : undefined;
    for (const key of Object.keys(isObject(assign) ? assign : {})) assigned.add(key.replace(/\.\$$/, ''));
  }
}

function collectFromPaths(field: string, value: JsonValue, names: Set<string>, inTemplate = false): void {
  if (typeof value === 'string') {
    const isRead = field.endsWith('.$') || (!inTemplate && (field.endsWith('Path') || field === 'Variable'));
    if (isRead) collectFromPath(parseExpression(value), names);
  } else if (isArray(value)) {
    for (const item of value) collectFromPaths('', item, names, inTemplate);
  } else if (isObject(value)) {
    const isTemplate = inTemplate || TEMPLATES.has(field);
    for (const [key, member] of Object.entries(value)) {
      if (isTemplate || !OTHER.has(key)) collectFromPaths(key, member, names, isTemplate);
    }
  }
}

function collectFromPath(expression: Expression, names: Set<string>): void {
  if (expression.kind === 'variable') names.add(expression.name);
  else if (expression.kind === 'call') for (const argument of expression.args) collectFromPath(argument, names);
}

function collectFromExpressions(value: JsonValue, names: Set<string>): void {
  if (typeof value === 'string') {
    const text = expressionIn(value);
    if (text !== undefined) collectFromTree(compileExpression(text).expression.ast(), names);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collectFromExpressions(member, names);
  }
}

function collectFromTree(node: unknown, names: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, value } = node as { readonly type?: unknown; readonly value?: unknown };
  if (type === 'variable' && typeof value === 'string') names.add(value);
  for (const member of Object.values(node)) collectFromTree(member, names);
}
