import { Definitions } from '../../client/aws/definitions.ts';
import { ExecutionHistory } from '../../client/aws/execution-history.ts';
import { joinedEvents } from '../../client/aws/joined-events.ts';
import { TaskerClient } from '../../client/index.ts';
import { translateError } from '../../client/aws/translate-error.ts';
import { wholeMachine } from '../../client/aws/whole-machine.ts';
import { parseDefinition } from '../../local/index.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { CliIo } from '../io.ts';
import { connectionOf } from '../task/connection.ts';
import type { ConnectionFlags } from '../task/connection-flags.ts';

/** An execution as Step Functions keeps it. */
export interface KeptRun {
  readonly history: readonly HistoryEvent[];
  /** The definition that it ran with, as JSON text. */
  readonly definition: string;
  /** The machines that ran parts of the task, by the ARNs with which they were started. */
  readonly machines: ReadonlyMap<string, StateMachine>;
}

/**
 * Reads an execution and those that ran parts of its task, from AWS or another Step Functions.
 *
 * @param task the id of a task, of which the last execution is read; or the ARN of one
 */
export async function fetchRun(task: string, flags: ConnectionFlags, io: CliIo): Promise<KeptRun> {
  const { SFN } = await import('@aws-sdk/client-sfn');
  const connection = connectionOf(flags, io.env);
  const client = new SFN(connection);
  const sfn = async () => client;
  const definitions = new Definitions(sfn);
  try {
    const executionArn = task.startsWith('arn:')
      ? task
      : (await new TaskerClient({ connection }).getTask(task)).execution_arn;
    const { definition = '' } = await client.describeStateMachineForExecution({ executionArn });
    const machine = parseDefinition(definition);
    const history = new ExecutionHistory(executionArn, machine, { sfn, definitionOf: (each) => definitions.of(each) });
    await history.refresh();
    const { parts } = await wholeMachine(machine, async (part) => history.definitionOf(part));
    return { history: joinedEvents(history, parts), definition, machines: parts };
  } catch (error) {
    throw translateError(error);
  } finally {
    client.destroy();
  }
}
