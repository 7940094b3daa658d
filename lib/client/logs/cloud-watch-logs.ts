import type {
  CloudWatchLogsClientConfig,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';

/** The call that the client makes of CloudWatch Logs. `CloudWatchLogs` of `@aws-sdk/client-cloudwatch-logs` answers it, and so can a fake. */
export interface CloudWatchLogs {
  /** Finds lines of a log group. */
  filterLogEvents(
    input: FilterLogEventsCommandInput,
  ): Promise<Pick<FilterLogEventsCommandOutput, 'events' | 'nextToken'>>;
}

/** Connects at the first call: few clients read logs. */
export function connectLogs(connection: CloudWatchLogsClientConfig): () => Promise<CloudWatchLogs> {
  let connected: Promise<CloudWatchLogs> | undefined;
  return () =>
    (connected ??= import('@aws-sdk/client-cloudwatch-logs').then(
      ({ CloudWatchLogs: Client }) => new Client(connection),
    ));
}
