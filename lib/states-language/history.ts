/**
 * An event of an execution's history in the form of the AWS API (`GetExecutionHistory`). `timestamp` is in seconds since
 * 1970, as on the wire; the AWS SDK turns it into a `Date`.
 */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number | Date;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>> | undefined;
}
