/** Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit. */

export interface OrderTask {
  namespace: 'shop';
  name: 'order';
  version: '1.0.0';
  context: OrderContext;
  steps: OrderSteps;
}
export interface OrderContext {
  /**
   * @minItems 1
   */
  items: {
    sku: string;
    quantity: number;
  }[];
  /**
   * The token that the payment provider gave for the card
   */
  card: string;
}
export interface OrderSteps {
  reserve_stock: ReserveStockResult;
  charge_card: ChargeCardResult;
}
export interface ReserveStockResult {
  reservation_id: string;
  /**
   * In cents
   */
  total: number;
}
export interface ChargeCardResult {
  payment_id: string;
  amount: number;
}

/**
 * By step, what its handler is given and what it returns: `StepHandler<OrderHandlers['…']>`, `StepContext<OrderHandlers['…']>`.
 */
export interface OrderHandlers {
  reserve_stock: {
    input: OrderTask['context'];
    results: Record<never, never>;
    result: OrderTask['steps']['reserve_stock'];
  };
  charge_card: {
    input: OrderTask['context'];
    results: {
      reserve_stock: OrderTask['steps']['reserve_stock'];
    };
    result: OrderTask['steps']['charge_card'];
  };
}
