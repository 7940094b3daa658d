import { defineHandler, PermanentError } from 'tasker-sfn/runtime';

interface RefundRequest extends Record<string, unknown> {
  readonly ticket_id: string;
  readonly customer_id: string;
  readonly amount: number;
}

interface Policy extends Record<string, unknown> {
  readonly needs_manager: boolean;
}

/** Looks at the ticket. */
export const ValidateRefundRequest = defineHandler(
  'CustomerSuccess::ValidateRefundRequest',
  { inputs: { ticket: 'ticket_id', customer: 'customer_id', amount: 'refund_amount' } },
  ({ ticket, customer, amount }): RefundRequest => {
    if (typeof ticket !== 'string' || typeof customer !== 'string' || typeof amount !== 'number') {
      throw new PermanentError('A refund needs a ticket, a customer and an amount', 'INVALID_REQUEST');
    }
    return { ticket_id: ticket, customer_id: customer, amount };
  },
);

/** What the policy says: the limits are the step's configuration. */
export const CheckRefundPolicy = defineHandler(
  'CustomerSuccess::CheckRefundPolicy',
  { depends: { request: 'validate_refund_request' } },
  ({ request, context }): Policy => {
    const { amount } = request as RefundRequest;
    const most = context.getConfig<number>('most') ?? Infinity;
    if (amount > most) throw new PermanentError(`The policy allows ${most} EUR at most`, 'ABOVE_POLICY');
    return { needs_manager: amount >= (context.getConfig<number>('manager_from') ?? Infinity) };
  },
);

/** Stands for the question to a manager, who does not mind. */
export const GetManagerApproval = defineHandler(
  'CustomerSuccess::GetManagerApproval',
  { depends: { policy: 'check_refund_policy' } },
  ({ policy }) => ({ approved_by: (policy as Policy).needs_manager ? 'manager' : 'policy' }),
);

/** Closes the ticket. */
export const UpdateTicketStatus = defineHandler(
  'CustomerSuccess::UpdateTicketStatus',
  { depends: { request: 'validate_refund_request', refund: 'execute_refund_workflow' } },
  ({ request, refund }) => ({
    ticket_id: (request as RefundRequest).ticket_id,
    status: 'resolved',
    refund_id: (refund as Record<string, unknown>).refund_id,
  }),
);
