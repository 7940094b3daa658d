import { PermanentError, type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import type { OrderHandlers } from '../../types/shop/order.ts';
import { OutOfStockError, reserve } from './services/stock-service.ts';

type Step = OrderHandlers['reserve_stock'];

export class ReserveStockHandler extends StepHandler<Step> {
  static override handlerName = 'Shop::ReserveStockHandler';

  async call(context: StepContext<Step>): Promise<StepHandlerResult> {
    try {
      // The id of the step is the same on every attempt, so nothing is reserved twice.
      const { reservationId, total } = await reserve(context.stepUuid, context.getInput('items'));
      return this.success({ reservation_id: reservationId, total });
    } catch (error) {
      // Trying again would not help. Anything else that is thrown is tried again, as the step's "retry" says.
      if (error instanceof OutOfStockError) throw new PermanentError(error.message, { error_code: 'OUT_OF_STOCK' });
      throw error;
    }
  }
}
