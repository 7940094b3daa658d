import { defineHandler } from 'tasker-sfn/runtime';
import type { Approval, Expense } from './approval.ts';

/** Approves by rule: the expense is too small to ask anybody. */
export const AutoApprove = defineHandler('Expenses::AutoApprove', {}, (): Approval => ({
  approved: true,
  approver: 'policy',
  reason: 'Below the limit for a manager',
}));

/** The manager approves whatever has a category of its own. */
export const ManagerApproval = defineHandler(
  'Expenses::ManagerApproval',
  { depends: { expense: 'validate_expense' } },
  ({ expense }): Approval => {
    const { employee, category } = expense as Expense;
    const approved = category !== 'other';
    const reason = approved ? `Part of the work of ${employee}` : 'It does not say what it was for';
    return { approved, approver: 'manager', reason };
  },
);

/** Finance approves what the budget of the category allows. */
export const FinanceReview = defineHandler(
  'Expenses::FinanceReview',
  { depends: { expense: 'validate_expense' } },
  ({ expense, context }): Approval => {
    const { amount, category } = expense as Expense;
    const budget = context.getConfig<Record<string, number>>('budgets')?.[category] ?? 0;
    const approved = amount <= budget;
    return { approved, approver: 'finance', reason: `The budget for ${category} is ${budget} EUR` };
  },
);
