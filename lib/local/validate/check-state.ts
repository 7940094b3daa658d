import type { JsonObject } from '../../json.ts';
import { isObject } from '../base/data.ts';
import { parseTimestamp } from '../base/timestamp.ts';
import { parseResource } from '../../states-language/resource.ts';
import { checkChoices } from './check-choice.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkExpressions, mayBeExpression } from './check-jsonata.ts';
import { checkMap } from './check-map.ts';
import { checkPath, checkReferencePath, checkTemplate } from './check-paths.ts';
import { checkService } from './resources/check-service.ts';
import { checkRecovery } from './check-recovery.ts';
import { checkAssign } from './check-variables.ts';
import { checkFieldLanguage, EXCLUSIVE, FIELDS, REFERENCE_PATHS, REQUIRED, TEMPLATES } from './fields.ts';
import { RANGES } from '../base/ranges.ts';
import type { Problems } from './problem.ts';

export const QUERY_LANGUAGES: readonly string[] = ['JSONPath', 'JSONata'];

/** Fields that hold a text in states of any type. */
const TEXTS: readonly string[] = ['Comment', 'Next', 'Default', 'Resource'];

/** What holds for all states of a machine. */
export interface MachineRules {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly language: string;
}

/** Checks the fields of a state, but not where it leads. */
export function checkState(state: JsonObject, location: string, rules: MachineRules, problems: Problems): void {
  const { Type: type } = state;
  if (type === undefined) return problems.schema(location, 'These fields are required: [Type]');
  const allowed = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (typeof type !== 'string' || allowed === undefined) {
    return problems.checkChoice(`${location}/Type`, type, Object.keys(FIELDS));
  }
  for (const field of TEXTS) {
    if (state[field] !== undefined) problems.checkText(`${location}/${field}`, state[field]);
  }
  const language = checkLanguage(state, location, rules, problems);
  for (const field of Object.keys(state)) {
    if (!allowed.includes(field)) problems.schema(location, `Field '${field}' is not supported`);
    else if (language !== undefined) checkFieldLanguage(field, language, location, problems);
  }
  checkPresence(state, type, location, problems);
  checkNumbers(state, language, location, problems);
  checkRecovery(state, language, location, problems);
  checkAssign(state, language, location, problems);
  if (language === 'JSONPath') checkData(state, location, problems);
  if (language === 'JSONata') checkExpressions(state, type, location, problems);
  switch (type) {
    case 'Task':
      checkCredentials(state, language, `${location}/Credentials`, problems);
      return checkTask(state, location, rules, problems);
    case 'Pass':
      return checkPass(state, location, problems);
    case 'Choice':
      return checkChoices(state['Choices'], language, `${location}/Choices`, problems);
    case 'Map':
      return checkMap(state, language, location, problems);
    case 'Wait':
      return checkTimestamp(state, language, location, problems);
    case 'Fail':
      for (const field of ['ErrorPath', 'CausePath']) {
        if (state[field] !== undefined) checkPath(state[field], `${location}/${field}`, problems, true);
      }
      return;
    default:
      return;
  }
}

/** The state's query language; undefined when it is wrong, so that nothing else is said about it. */
function checkLanguage(
  state: JsonObject,
  location: string,
  rules: MachineRules,
  problems: Problems,
): string | undefined {
  const { QueryLanguage: language = rules.language } = state;
  if (rules.language === 'JSONata' && language === 'JSONPath') {
    problems.schema(location, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
    return undefined;
  }
  if (language === 'JSONPath' || language === 'JSONata') return language;
  problems.checkChoice(`${location}/QueryLanguage`, language, QUERY_LANGUAGES);
  return undefined;
}

function checkPresence(state: JsonObject, type: string, location: string, problems: Problems): void {
  const missing = (REQUIRED[type] ?? []).filter((field) => state[field] === undefined);
  if (missing.length > 0) problems.schema(location, `These fields are required: [${missing.join(', ')}]`);
  for (const group of EXCLUSIVE) {
    const present = group.filter((field) => state[field] !== undefined);
    if (present.length > 1) problems.schema(location, `Only one of these fields is allowed: [${present.join(', ')}]`);
  }
  const allowed = FIELDS[type] ?? [];
  const needed = [
    ...(allowed.includes('Next') ? [['Next', 'End']] : []),
    ...(type === 'Wait' ? [['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']] : []),
    ...(type === 'Map' ? [['ItemProcessor', 'Iterator']] : []),
  ];
  for (const group of needed) {
    if (group.some((field) => state[field] !== undefined)) continue;
    problems.schema(location, `One of these fields is required: [${group.join(', ')}]`);
  }
  if (state['End'] !== undefined && typeof state['End'] !== 'boolean') {
    problems.schema(`${location}/End`, 'Expected value of type Boolean');
  } else if (state['End'] === false && state['Next'] === undefined) {
    problems.schema(location, 'One of these fields is required: [Next, End]');
  }
}

function checkNumbers(state: JsonObject, language: string | undefined, location: string, problems: Problems): void {
  for (const [field, [least, most]] of Object.entries(RANGES)) {
    const value = state[field];
    if (value === undefined || mayBeExpression(value, language)) continue;
    const at = `${location}/${field}`;
    if (typeof value !== 'number' || (!Number.isInteger(value) && field !== 'ToleratedFailurePercentage')) {
      problems.schema(at, 'Expected value of type Integer');
    } else if (value < least) problems.schema(at, `Minimum value is ${String(least)}`);
    else if (value > most) problems.schema(at, `Maximum value is ${String(most)}`);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    problems.schema(`${location}/HeartbeatSeconds`, 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
}

function checkData(state: JsonObject, location: string, problems: Problems): void {
  for (const field of ['InputPath', 'OutputPath']) {
    const path = state[field];
    if (path !== undefined && path !== null) checkPath(path, `${location}/${field}`, problems);
  }
  const resultPath = state['ResultPath'];
  if (resultPath !== undefined && resultPath !== null) {
    checkReferencePath(resultPath, `${location}/ResultPath`, problems, true);
  }
  for (const field of REFERENCE_PATHS) {
    if (state[field] !== undefined) checkReferencePath(state[field], `${location}/${field}`, problems);
  }
  for (const field of TEMPLATES) {
    if (state[field] !== undefined) checkTemplate(state[field], `${location}/${field}`, problems);
  }
}

function checkTask(state: JsonObject, location: string, rules: MachineRules, problems: Problems): void {
  const { Resource: arn } = state;
  // One that is no text has been told of.
  if (typeof arn !== 'string') return;
  const at = `${location}/Resource`;
  const resource = parseResource(arn);
  if (resource === undefined) return problems.schema(at, 'Value is not a valid resource ARN');
  if (resource.kind === 'service') checkService(resource, arn, state, location, problems);
  if (rules.type !== 'EXPRESS') return;
  const pattern = resource.kind === 'service' ? resource.pattern : resource.kind;
  const unsupported = UNSUPPORTED_IN_EXPRESS[pattern];
  if (unsupported !== undefined) problems.schema(at, `Express state machine does not support ${unsupported}`);
}

/** The service's own words, with its space at the end. */
const UNSUPPORTED_IN_EXPRESS: Readonly<Record<string, string>> = {
  activity: 'Activity ARN',
  sync: "'.sync' service integration",
  token: "'.waitForTaskToken' service integration ",
};

function checkPass(state: JsonObject, location: string, problems: Problems): void {
  const { Result: result } = state;
  const dynamic = isObject(result) && Object.keys(result).some((key) => key.endsWith('.$'));
  if (dynamic) {
    problems.warn(
      'PASS_RESULT_IS_STATIC',
      `${location}/Result`,
      'The result of a Pass state is static: paths in it are not read',
    );
  }
}

function checkTimestamp(state: JsonObject, language: string | undefined, location: string, problems: Problems): void {
  const { Timestamp: timestamp } = state;
  if (timestamp === undefined || mayBeExpression(timestamp, language)) return;
  if (typeof timestamp === 'string' && parseTimestamp(timestamp) !== undefined) return;
  problems.schema(`${location}/Timestamp`, 'String does not match RFC3339 timestamp');
}
