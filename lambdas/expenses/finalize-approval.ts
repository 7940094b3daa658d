import { defineHandler } from 'tasker-sfn/runtime';
import type { Approval } from './approval.ts';

const APPROVERS = ['auto_approve', 'manager_approval', 'finance_review'];

/** Joins what those said who were asked; of the others there is nothing to read. One "no" is enough. */
export const FinalizeApproval = defineHandler('Expenses::FinalizeApproval', {}, ({ context }) => {
  const approvals = APPROVERS.flatMap((step) => (context.getDependencyResult(step) as Approval | null) ?? []);
  const rejections = approvals.filter(({ approved }) => !approved);
  return {
    approved: rejections.length === 0,
    approvals,
    ...(rejections.length > 0 && { rejected_because: rejections.map(({ reason }) => reason) }),
  };
});
