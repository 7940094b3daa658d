/** What AWS allows, in the units that the service counts in. Developer guide: "Step Functions service quotas". */
export const Limit = {
  /** Input or output of a state, task or execution, in UTF-8 bytes. */
  stateBytes: 262_144,
  /** The definition of a state machine, in bytes. */
  definitionBytes: 1_048_576,
  /** Events in the history of a Standard execution. */
  historyEvents: 25_000,
  /** A Standard execution's longest run, in seconds: a year. */
  executionSeconds: 31_536_000,
  /** An Express execution's longest run, in seconds. */
  expressSeconds: 300,
  /** A state's name, in characters; unique in the whole machine. */
  stateNameChars: 80,
  /** The name of a state machine, an activity or an execution, in characters. */
  resourceNameChars: 80,
  /** An execution's cause, in characters. */
  causeChars: 32_768,
  /** A Lambda function's longest run, in seconds. */
  lambdaSeconds: 900,
  /** Map Runs that are open at a time, in an account and Region. */
  openMapRuns: 1000,
} as const;
