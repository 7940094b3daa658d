import { PermanentError, type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import type { ChargeCardResult, ReserveStockResult } from '../../types/shop/order.ts';
import { CardDeclinedError, charge } from './services/payment-service.ts';

export class ChargeCardHandler extends StepHandler {
  static override handlerName = 'Shop::ChargeCardHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const { total } = context.getDependencyResult('reserve_stock') as ReserveStockResult;
    try {
      const { paymentId, amount } = await charge(context.stepUuid, context.getInputOr('card', ''), total);
      const result: ChargeCardResult = { payment_id: paymentId, amount };
      return this.success({ ...result });
    } catch (error) {
      if (error instanceof CardDeclinedError) throw new PermanentError(error.message, { error_code: 'CARD_DECLINED' });
      throw error;
    }
  }
}
