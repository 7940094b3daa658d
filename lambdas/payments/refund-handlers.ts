import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
import { refund, type GatewayRefund } from './services/gateway.ts';

interface Eligibility extends Record<string, unknown> {
  readonly payment_id: string;
  readonly amount: number;
}

/** A payment that was disputed is not sent back: the bank does that. */
export const ValidatePaymentEligibility = defineHandler(
  'Payments::ValidatePaymentEligibility',
  { inputs: { payment: 'payment_id', amount: 'refund_amount' } },
  ({ payment, amount }): Eligibility => {
    if (typeof payment !== 'string' || typeof amount !== 'number') {
      throw new PermanentError('A refund needs a payment and an amount', 'INVALID_REFUND');
    }
    if (payment.endsWith('_disputed'))
      throw new PermanentError(`The payment ${payment} is disputed`, 'PAYMENT_DISPUTED');
    return { payment_id: payment, amount };
  },
);

/** Sends the money back. The step's id is the key, so that a second attempt finds the first one's refund. */
export const ProcessGatewayRefund = defineHandler(
  'Payments::ProcessGatewayRefund',
  { depends: { eligible: 'validate_payment_eligibility' } },
  ({ eligible, context }) => {
    const { payment_id, amount } = eligible as Eligibility;
    return refund(context.stepUuid, payment_id, amount);
  },
);

/** Books the refund. */
export const UpdatePaymentRecords = defineHandler(
  'Payments::UpdatePaymentRecords',
  { depends: { sent: 'process_gateway_refund' } },
  ({ sent, context }) => {
    const { refund_id, payment_id, amount } = sent as GatewayRefund;
    return { record_id: `rec_${refund_id}`, payment_id, booked: -amount, for: context.correlationId };
  },
);

/** Tells the customer, where there is an address. */
export const NotifyCustomer = defineHandler(
  'Payments::NotifyCustomer',
  { depends: { sent: 'process_gateway_refund' }, inputs: { email: 'customer_email' } },
  ({ sent, email }) => {
    const { amount, refund_id } = sent as GatewayRefund;
    if (typeof email !== 'string') return { notified: false };
    return { notified: true, to: email, subject: `We have sent back ${amount.toFixed(2)} EUR`, refund_id };
  },
);
