import { PermanentError, type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import type { OrderHandlers } from '../../types/shop/order.ts';
import { CardDeclinedError, charge } from './services/payment-service.ts';

type Step = OrderHandlers['charge_card'];

export class ChargeCardHandler extends StepHandler<Step> {
  static override handlerName = 'Shop::ChargeCardHandler';

  async call(context: StepContext<Step>): Promise<StepHandlerResult> {
    const { total } = context.getDependencyResult('reserve_stock');
    try {
      const { paymentId, amount } = await charge(context.stepUuid, context.getInput('card'), total);
      return this.success({ payment_id: paymentId, amount });
    } catch (error) {
      if (error instanceof CardDeclinedError) throw new PermanentError(error.message, { error_code: 'CARD_DECLINED' });
      throw error;
    }
  }
}
