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
export const JSONATA_ONLY: ReadonlySet<string> = new Set(['Arguments', 'Output', 'Items']);
export const JSONPATH_ONLY: ReadonlySet<string> = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Result'],
  ...['SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
]);

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
];

/** The smallest and largest value of number fields. */
export const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  Seconds: [0, 99_999_999],
  TimeoutSeconds: [1, 99_999_999],
  HeartbeatSeconds: [1, 99_999_999],
  MaxConcurrency: [0, 2_147_483_647],
  ToleratedFailureCount: [0, 2_147_483_647],
  ToleratedFailurePercentage: [0, 100],
};

/** Fields that hold a path to one place. */
export const REFERENCE_PATHS: readonly string[] = [
  ...['ItemsPath', 'SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
];

/** Fields that hold a payload template. */
export const TEMPLATES: readonly string[] = ['Parameters', 'ResultSelector', 'ItemSelector'];
