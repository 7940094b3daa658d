import type { Problems } from './problem.ts';

/** The fields that a state of each type may have, in either query language. */
const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const TRANSITION = ['Next', 'End'];
const DATA = ['InputPath', 'OutputPath', 'Output'];
const ASSIGN = ['Assign'];
const RESULT = ['ResultPath', 'Parameters'];
const WORK = [...RESULT, 'ResultSelector', 'Retry', 'Catch'];

export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [
    ...[...COMMON, ...TRANSITION, ...DATA, ...ASSIGN, ...WORK, 'Arguments', 'Resource', 'Credentials'],
    ...['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ],
  Pass: [...COMMON, ...TRANSITION, ...DATA, ...ASSIGN, ...RESULT, 'Result'],
  Choice: [...COMMON, ...DATA, ...ASSIGN, 'Choices', 'Default'],
  Wait: [...COMMON, ...TRANSITION, ...DATA, ...ASSIGN, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: [...COMMON, ...DATA],
  Fail: [...COMMON, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: [...COMMON, ...TRANSITION, ...DATA, ...ASSIGN, ...WORK, 'Arguments', 'Branches'],
  Map: [
    ...[...COMMON, ...TRANSITION, ...DATA, ...ASSIGN, ...WORK, 'ItemProcessor', 'Iterator', 'ItemsPath', 'Items'],
    ...['ItemSelector', 'ItemReader', 'ItemBatcher', 'ResultWriter', 'MaxConcurrency', 'MaxConcurrencyPath'],
    ...['ToleratedFailureCount', 'ToleratedFailureCountPath', 'ToleratedFailurePercentage'],
    ...['ToleratedFailurePercentagePath', 'Label'],
  ],
};

/** The fields that a state of each type must have. */
export const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
};

/** Fields of one query language alone. */
const JSONATA_ONLY: ReadonlySet<string> = new Set(['Arguments', 'Output', 'Items', 'Condition']);
const JSONPATH_ONLY: ReadonlySet<string> = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Result'],
  ...['SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
  ...['MaxItemsPath', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'],
]);

/** Says so when a field is not one of the state's query language. */
export function checkFieldLanguage(field: string, language: string, location: string, problems: Problems): void {
  const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath';
  const foreign = language === 'JSONPath' ? JSONATA_ONLY : JSONPATH_ONLY;
  if (!foreign.has(field)) return;
  problems.schema(
    location,
    `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
  );
}

/** Pairs of which a state may have one: a value, or a path to it. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['Next', 'End'],
  ['ItemProcessor', 'Iterator'],
  // StateLint of AWS Labs.
  ['ItemSelector', 'Parameters'],
];

/** Fields that hold a path to one place. */
export const REFERENCE_PATHS: readonly string[] = [
  ...['ItemsPath', 'SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
];

/** Fields that hold a payload template. */
export const TEMPLATES: readonly string[] = ['Parameters', 'ResultSelector', 'ItemSelector'];
