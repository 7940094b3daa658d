import { translateError } from '../../client/aws/translate-error.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import type { CliIo } from '../io.ts';
import { connectionOf } from '../task/connection.ts';
import type { ConnectionFlags } from '../task/connection-flags.ts';

/** An execution as Step Functions keeps it. */
export interface KeptRun {
  readonly history: readonly HistoryEvent[];
  /** The definition that it ran with, as JSON text. */
  readonly definition: string;
}

/** Reads an execution, from AWS or another Step Functions. */
export async function fetchRun(executionArn: string, flags: ConnectionFlags, io: CliIo): Promise<KeptRun> {
  const { paginateGetExecutionHistory, SFN } = await import('@aws-sdk/client-sfn');
  const client = new SFN(connectionOf(flags, io.env));
  try {
    const { definition = '' } = await client.describeStateMachineForExecution({ executionArn });
    const history: HistoryEvent[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1000 })) {
      history.push(...events.flatMap((event) => readEvent(event) ?? []));
    }
    return { history, definition };
  } catch (error) {
    throw translateError(error);
  } finally {
    client.destroy();
  }
}
