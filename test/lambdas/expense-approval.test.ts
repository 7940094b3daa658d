import { expect, test } from 'vitest';
import { runTask } from '../../lib/testing/index.ts';

const template = 'templates/expenses/expense_approval.yaml';

const approve = (amount: number, category = 'travel') =>
  runTask(template, { context: { expense: { employee: 'Ada', amount, category } } });

test.each([
  ['a small expense by rule', 20, ['auto_approve'], ['manager_approval', 'finance_review']],
  ['a larger one by the manager', 800, ['manager_approval'], ['auto_approve', 'finance_review']],
  ['a large one by two', 9_000, ['manager_approval', 'finance_review'], ['auto_approve']],
])('%s is approved', async (_, amount, asked, notAsked) => {
  const task = await approve(amount);
  expect(task.status).toBe('SUCCEEDED');
  expect(task.output?.finalize_approval).toMatchObject({ approved: true });
  for (const step of asked) expect(task.steps[step]?.state).toBe('complete');
  for (const step of notAsked) {
    expect(task.steps[step]).toMatchObject({ attempts: 0, skipped: true, skippedBy: ['choose_approvers'] });
    expect(task.output).not.toHaveProperty(step);
  }
});

test('one "no" is enough', async () => {
  const task = await approve(9_000, 'meals');
  expect(task.output?.finalize_approval).toMatchObject({
    approved: false,
    rejected_because: ['The budget for meals is 2000 EUR'],
  });
});

test('nobody is asked where there is nothing to pay: the task ends with the decision', async () => {
  const task = await approve(0);
  expect(task.status).toBe('SUCCEEDED');
  expect(Object.keys(task.output ?? {}).sort()).toEqual(['choose_approvers', 'validate_expense']);
  expect(task.steps.finalize_approval).toMatchObject({ skipped: true, skippedBy: ['choose_approvers'] });
});

test('a wrong claim fails the task, and nothing has been decided', async () => {
  const task = await approve(-1);
  expect(task.status).toBe('FAILED');
  expect(task.steps.validate_expense?.error?.code).toBe('INVALID_AMOUNT');
  expect(task.steps.choose_approvers?.blockedBy).toEqual(['validate_expense']);
});

test('a decision that names what it may not fails for good', async () => {
  const outcome = { decision_point_outcome: { type: 'create_steps', step_names: ['finalize_approval'] } };
  const task = await runTask(template, {
    context: { expense: { employee: 'Ada', amount: 1 } },
    mocks: { choose_approvers: outcome },
  });
  expect(task.status).toBe('FAILED');
  expect(task.steps.choose_approvers).toMatchObject({
    state: 'error',
    attempts: 1,
    error: { code: 'INVALID_DECISION_OUTCOME' },
  });
  expect(task.steps.choose_approvers?.error?.message).toContain(
    'It may name "auto_approve", "finance_review", "manager_approval".',
  );
  expect(task.steps.finalize_approval?.blockedBy).toEqual(['choose_approvers']);
});
