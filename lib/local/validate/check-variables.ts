import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import { checkTemplate } from './check-paths.ts';
import type { Problems } from './problem.ts';

const NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;
const LONGEST_NAME = 80;

/** Checks the `Assign` of a state, a rule or a catcher. States Language: "Assigning State Machine Variables". */
export function checkAssign(holder: JsonObject, language: string | undefined, at: string, problems: Problems): void {
  const { Assign: assign } = holder;
  if (assign === undefined) return;
  const location = `${at}/Assign`;
  if (!isObject(assign)) return problems.schema(location, 'Expected value of type Object');
  for (const name of variablesOf(holder)) {
    if (!NAME.test(name) || [...name].length > LONGEST_NAME) {
      problems.schema(`${location}/${name}`, `'${name}' is not a valid variable name`);
    } else if (name === 'states') problems.schema(`${location}/states`, "The variable name 'states' is reserved");
  }
  if (language === 'JSONPath') checkTemplate(assign, location, problems);
}

/** Checks that no variable is assigned in two scopes of which one is inside of the other. States Language: "Variable Scope". */
export function checkScopes(
  machine: JsonObject,
  location: string,
  problems: Problems,
  outer: ReadonlySet<string> = new Set(),
): void {
  const { States: states } = machine;
  if (!isObject(states)) return;
  const own = new Set(outer);
  for (const [name, state] of Object.entries(states)) {
    for (const variable of assignedIn(state)) {
      if (outer.has(variable)) {
        const message = `The variable '${variable}' is assigned in an outer scope`;
        problems.schema(`${location}/States/${name}`, message);
      }
      own.add(variable);
    }
  }
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const at = `${location}/States/${name}`;
    const branches = isArray(state['Branches']) ? state['Branches'] : [];
    for (const [index, branch] of branches.entries()) {
      if (isObject(branch)) checkScopes(branch, `${at}/Branches[${String(index)}]`, problems, own);
    }
    for (const field of ['ItemProcessor', 'Iterator']) {
      const processor = state[field];
      if (isObject(processor)) checkScopes(processor, `${at}/${field}`, problems, own);
    }
  }
}

function assignedIn(state: JsonValue): readonly string[] {
  if (!isObject(state)) return [];
  const { Choices: rules, Catch: catchers } = state;
  return [state, ...(isArray(rules) ? rules : []), ...(isArray(catchers) ? catchers : [])].flatMap(variablesOf);
}

function variablesOf(holder: JsonValue): readonly string[] {
  const assign = isObject(holder) ? holder['Assign'] : undefined;
  return isObject(assign) ? Object.keys(assign).map((key) => key.replace(/\.\$$/, '')) : [];
}
