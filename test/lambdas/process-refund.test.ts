import { expect, test } from 'vitest';
import { runTask } from '../../lib/testing/index.ts';

const template = 'templates/customer_success/process_refund.yaml';

const refund = (payment_id: string, refund_amount = 80) =>
  runTask(template, {
    context: { ticket_id: 't-1', customer_id: 'c-1', payment_id, refund_amount, customer_email: 'ada@example.com' },
  });

test('customer success starts the payments team’s task, and goes on when that has ended', async () => {
  const task = await refund('pay_1');
  expect(task.cause).toBeUndefined();
  expect(task.status).toBe('SUCCEEDED');
  expect(task.output?.execute_refund_workflow).toEqual({
    delegated_task_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    refund_id: expect.stringMatching(/^re_[0-9a-f]{12}$/),
  });
  expect(task.output?.update_ticket_status).toMatchObject({
    status: 'resolved',
    refund_id: task.output?.execute_refund_workflow?.refund_id,
  });
});

test('a gateway that is busy is the payments team’s affair: their task tries again', async () => {
  const task = await refund('pay_2_busy');
  expect(task.status).toBe('SUCCEEDED');
  expect(task.steps.execute_refund_workflow).toMatchObject({ attempts: 1 });
});

test('a refund that the payments team refuses fails the step that asked for it', async () => {
  const task = await refund('pay_3_disputed');
  expect(task.status).toBe('FAILED');
  expect(task.steps.execute_refund_workflow).toMatchObject({
    state: 'error',
    attempts: 1,
    error: { code: 'REFUND_FAILED', message: expect.stringContaining('The refund ended as error: task ') },
  });
  expect(task.steps.update_ticket_status?.blockedBy).toEqual(['execute_refund_workflow']);
});

test('a refund above the policy never gets to the payments team', async () => {
  const task = await refund('pay_4', 9_000);
  expect(task.steps.check_refund_policy?.error?.code).toBe('ABOVE_POLICY');
  expect(task.steps.execute_refund_workflow?.attempts).toBe(0);
});
