/** What somebody says who was asked to approve. */
export interface Approval extends Record<string, unknown> {
  readonly approved: boolean;
  readonly approver: string;
  readonly reason: string;
}

/** An expense as the first step leaves it. */
export interface Expense extends Record<string, unknown> {
  readonly employee: string;
  /** In EUR. */
  readonly amount: number;
  readonly category: string;
}
