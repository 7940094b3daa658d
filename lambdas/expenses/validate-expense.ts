import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
import type { Expense } from './approval.ts';

/** Judges the claim: a wrong one never gets to anybody's desk. */
export const ValidateExpense = defineHandler(
  'Expenses::ValidateExpense',
  { inputs: { expense: 'expense' } },
  ({ expense }): Expense => {
    const { employee, amount, category = 'other' } = (expense ?? {}) as Record<string, unknown>;
    if (typeof employee !== 'string' || employee.trim() === '') {
      throw new PermanentError('An expense needs the employee who claims it', 'MISSING_EMPLOYEE');
    }
    if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0) {
      throw new PermanentError('The amount of an expense is a number, 0 or more', 'INVALID_AMOUNT');
    }
    return { employee, amount, category: String(category) };
  },
);
