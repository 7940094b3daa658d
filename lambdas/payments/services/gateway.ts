import { createHash } from 'node:crypto';
import { RetryableError } from 'tasker-sfn/runtime';

/** A refund as the gateway knows it. */
export interface GatewayRefund extends Record<string, unknown> {
  readonly refund_id: string;
  readonly payment_id: string;
  /** In EUR. */
  readonly amount: number;
  readonly status: 'succeeded';
}

const refunds = new Map<string, GatewayRefund>();

/**
 * Stands for the gateway of a payment provider: the same key is the same refund, however often it is asked for. It has no time for
 * payments that end with `_busy`, the first time.
 */
export function refund(key: string, paymentId: string, amount: number): GatewayRefund {
  const known = refunds.get(key);
  if (known !== undefined) return known;
  const made: GatewayRefund = {
    refund_id: `re_${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
    payment_id: paymentId,
    amount,
    status: 'succeeded',
  };
  refunds.set(key, made);
  if (paymentId.endsWith('_busy')) throw new RetryableError('The gateway is busy', { errorCode: 'GATEWAY_BUSY' });
  return made;
}
