import { Decision, defineDecisionHandler } from 'tasker-sfn/runtime';
import type { Expense } from './approval.ts';

/** Names the steps that approve: which limits apply is the step's configuration. */
export const ChooseApprovers = defineDecisionHandler(
  'Expenses::ChooseApprovers',
  { depends: { expense: 'validate_expense' } },
  ({ expense, context }) => {
    const { amount } = expense as Expense;
    if (amount === 0) return Decision.skip('There is nothing to pay', { amount });
    const managerFrom = context.getConfig<number>('manager_from') ?? 0;
    const financeFrom = context.getConfig<number>('finance_from') ?? Infinity;
    if (amount < managerFrom) return Decision.route(['auto_approve'], { amount });
    const approvers = amount < financeFrom ? ['manager_approval'] : ['manager_approval', 'finance_review'];
    return Decision.route(approvers, { amount });
  },
);
