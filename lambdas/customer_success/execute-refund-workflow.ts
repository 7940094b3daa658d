import { getTaskerClient, PermanentError, StepHandler, StepHandlerResult, TaskerClientError } from 'tasker-sfn/runtime';
import type { StepContext, TaskerClient } from 'tasker-sfn/runtime';

/**
 * Has the payments team send the money back: starts their task and waits for it. While it runs, this step yields at a checkpoint that
 * holds the id of their task, so the wait may be longer than a Lambda function runs. Tried again, it finds the task that it has
 * started.
 */
export class ExecuteRefundWorkflow extends StepHandler {
  static override handlerName = 'CustomerSuccess::ExecuteRefundWorkflow';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const client = await getTaskerClient();
    const id = (context.checkpointCursor as string | null) ?? (await startRefund(client, context));
    const status = await statusOf(client, id, Math.min(context.getRemainingTimeInMillis() / 2, 20_000));
    if (status === undefined) {
      return StepHandlerResult.success({ cursor: id, items_processed: 0 }, { checkpoint_yield: true });
    }
    if (status !== 'complete') throw new PermanentError(`The refund ended as ${status}: task ${id}`, 'REFUND_FAILED');
    const { results } = await client.getStep(id, 'process_gateway_refund');
    const refund = (results?.result ?? {}) as Record<string, unknown>;
    return this.success({ delegated_task_id: id, refund_id: refund.refund_id });
  }
}

async function startRefund(client: TaskerClient, context: StepContext): Promise<string> {
  const { task_uuid } = await client.createTask({
    namespace: 'payments',
    name: 'process_refund',
    version: '2.1.0',
    context: {
      payment_id: context.getInput('payment_id'),
      refund_amount: context.getInput('refund_amount'),
      refund_reason: context.getInputOr('refund_reason', 'not given'),
      customer_email: context.getInput('customer_email'),
    },
    reason: `Ticket ${String(context.getInput('ticket_id'))}`,
  });
  return task_uuid;
}

/** How the task ended; undefined when it still runs after so long. */
async function statusOf(client: TaskerClient, id: string, timeoutMs: number): Promise<string | undefined> {
  try {
    return (await client.waitForTask(id, { timeoutMs })).status;
  } catch (error) {
    if (error instanceof TaskerClientError && error.code === 'TIMEOUT') return undefined;
    throw error;
  }
}
