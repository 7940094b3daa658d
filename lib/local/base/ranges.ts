/** Fields that hold a number, or say where to find one. */
export type NumberField =
  | 'Seconds'
  | 'TimeoutSeconds'
  | 'HeartbeatSeconds'
  | 'MaxConcurrency'
  | 'ToleratedFailureCount'
  | 'ToleratedFailurePercentage';

/** The smallest and largest value of number fields. */
export const RANGES: Readonly<Record<NumberField, readonly [number, number]>> = {
  Seconds: [0, 99_999_999],
  TimeoutSeconds: [1, 99_999_999],
  HeartbeatSeconds: [1, 99_999_999],
  MaxConcurrency: [0, 2_147_483_647],
  ToleratedFailureCount: [0, 2_147_483_647],
  ToleratedFailurePercentage: [0, 100],
};
