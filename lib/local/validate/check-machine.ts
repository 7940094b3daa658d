import type { JsonObject, JsonValue } from '../../json.ts';
import { Limit } from '../../states-language/limits.ts';
import { isArray, isObject } from '../base/data.ts';
import type { MachineRules } from './check-state.ts';
import { checkState, QUERY_LANGUAGES } from './check-state.ts';
import { checkTransitions } from './check-transitions.ts';
import type { Problems } from './problem.ts';

const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'QueryLanguage', 'TimeoutSeconds', 'Version'];
const BRANCH_FIELDS = ['Comment', 'StartAt', 'States'];
const PROCESSOR_FIELDS = [...BRANCH_FIELDS, 'ProcessorConfig'];

/** Checks a machine, and the machines in its Parallel and Map states. `names` holds the states' names so far. */
export function checkMachine(
  machine: JsonObject,
  location: string,
  kind: 'machine' | 'branch' | 'processor',
  rules: MachineRules,
  names: Set<string>,
  problems: Problems,
): void {
  const at = location === '' ? '/' : location;
  const fields = { machine: MACHINE_FIELDS, branch: BRANCH_FIELDS, processor: PROCESSOR_FIELDS }[kind];
  for (const field of Object.keys(machine)) {
    if (!fields.includes(field)) problems.schema(at, `Field '${field}' is not supported`);
  }
  const missing = ['States', 'StartAt'].filter((field) => machine[field] === undefined);
  if (missing.length > 0) problems.schema(at, `These fields are required: [${missing.join(', ')}]`);
  if (kind === 'machine') checkHead(machine, problems);
  const { States: states } = machine;
  if (states === undefined) return;
  if (!isObject(states)) return problems.schema(`${location}/States`, 'Expected value of type Object');
  if (Object.keys(states).length === 0) problems.schema(`${location}/States`, 'Object must have at least 1 property');
  for (const [name, state] of Object.entries(states)) {
    const where = `${location}/States/${name}`;
    checkName(name, where, names, problems);
    if (!isObject(state)) {
      problems.schema(where, 'Expected value of type Object');
      continue;
    }
    checkState(state, where, rules, problems);
    checkInner(state, where, rules, names, problems);
  }
  checkTransitions(machine, states, location, problems);
}

function checkHead(machine: JsonObject, problems: Problems): void {
  const { QueryLanguage: language, TimeoutSeconds: timeout } = machine;
  if (language !== undefined) problems.checkChoice('/QueryLanguage', language, QUERY_LANGUAGES);
  for (const field of ['Comment', 'Version']) {
    if (machine[field] !== undefined) problems.checkText(`/${field}`, machine[field]);
  }
  if (timeout === undefined) return;
  if (typeof timeout !== 'number' || !Number.isInteger(timeout)) {
    problems.schema('/TimeoutSeconds', 'Expected value of type Integer');
  } else if (timeout < 1) problems.schema('/TimeoutSeconds', 'Minimum value is 1');
}

function checkName(name: string, location: string, names: Set<string>, problems: Problems): void {
  if (names.has(name)) problems.error('DUPLICATE_STATE_NAME', location, `Duplicate State name: ${name}`);
  names.add(name);
  if (name === '' || [...name].length > Limit.stateNameChars) {
    problems.error(
      'INVALID_STATE_NAME',
      location,
      `A state's name must have 1 to ${String(Limit.stateNameChars)} characters`,
    );
  }
}

function checkInner(
  state: JsonObject,
  location: string,
  rules: MachineRules,
  names: Set<string>,
  problems: Problems,
): void {
  const { Branches: branches } = state;
  if (branches !== undefined && state['Type'] === 'Parallel') {
    if (!isArray(branches)) problems.schema(`${location}/Branches`, 'Expected value of type Array');
    else {
      if (branches.length === 0) problems.schema(`${location}/Branches`, 'Array must contain at least 1 element');
      for (const [index, branch] of branches.entries()) {
        checkBranch(branch, `${location}/Branches[${String(index)}]`, 'branch', rules, names, problems);
      }
    }
  }
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    if (processor === undefined || state['Type'] !== 'Map') continue;
    checkBranch(processor, `${location}/${field}`, 'processor', rules, names, problems);
    if (isObject(processor))
      checkProcessorConfig(processor['ProcessorConfig'], `${location}/${field}`, rules, problems);
  }
}

function checkBranch(
  branch: JsonValue,
  location: string,
  kind: 'branch' | 'processor',
  rules: MachineRules,
  names: Set<string>,
  problems: Problems,
): void {
  if (!isObject(branch)) return problems.schema(location, 'Expected value of type Object');
  checkMachine(branch, location, kind, rules, names, problems);
}

function checkProcessorConfig(
  config: JsonValue | undefined,
  location: string,
  rules: MachineRules,
  problems: Problems,
): void {
  if (config === undefined) return;
  const at = `${location}/ProcessorConfig`;
  if (!isObject(config)) return problems.schema(at, 'Expected value of type Object');
  const { Mode: mode = 'INLINE', ExecutionType: executionType } = config;
  problems.checkChoice(`${at}/Mode`, mode, ['INLINE', 'DISTRIBUTED']);
  if (mode !== 'DISTRIBUTED') return;
  if (executionType === undefined) problems.schema(at, 'These fields are required: [ExecutionType]');
  else problems.checkChoice(`${at}/ExecutionType`, executionType, ['STANDARD', 'EXPRESS']);
  if (rules.type === 'EXPRESS')
    problems.schema(`${at}/Mode`, "Express state machine does not support mode 'DISTRIBUTED'");
}
