import { PermanentError, type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import type { OrderContext, ReserveStockResult } from '../../types/shop/order.ts';
import { OutOfStockError, reserve } from './services/stock-service.ts';

export class ReserveStockHandler extends StepHandler {
  static override handlerName = 'Shop::ReserveStockHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const items = context.getInputOr<OrderContext['items'] | []>('items', []);
    try {
      // The id of the step is the same on every attempt, so nothing is reserved twice.
      const { reservationId, total } = await reserve(context.stepUuid, items);
      const result: ReserveStockResult = { reservation_id: reservationId, total };
      return this.success({ ...result });
    } catch (error) {
      // Trying again would not help. Anything else that is thrown is tried again, as the step's "retry" says.
      if (error instanceof OutOfStockError) throw new PermanentError(error.message, { error_code: 'OUT_OF_STOCK' });
      throw error;
    }
  }
}
