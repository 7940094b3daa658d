/** Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit. */

export interface OrderTask {
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
