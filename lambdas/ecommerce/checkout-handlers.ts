import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
import { charge, idOf, priceOf, reserve, round, type Line } from './services/shop.ts';

interface PricedCart extends Record<string, unknown> {
  readonly lines: readonly Line[];
  /** In EUR, with tax and shipping. */
  readonly total: number;
}

/** Prices the cart. What it costs beside the goods is the step's configuration. */
export const ValidateCart = defineHandler(
  'Ecommerce::ValidateCart',
  { inputs: { cart: 'cart' } },
  ({ cart, context }): PricedCart => {
    if (!Array.isArray(cart) || cart.length === 0) throw new PermanentError('The cart is empty', 'EMPTY_CART');
    const lines = (cart as readonly { sku: string; quantity: number }[]).map(({ sku, quantity }) =>
      priceOf(sku, quantity),
    );
    const subtotal = round(lines.reduce((sum, { price }) => sum + price, 0));
    const tax = round(subtotal * (context.getConfig<number>('tax_rate') ?? 0));
    const shipping = subtotal >= (context.getConfig<number>('free_shipping_from') ?? 0) ? 0 : 4.9;
    return { lines, subtotal, tax, shipping, total: round(subtotal + tax + shipping) };
  },
);

/** Charges the card. The step's id is the key: the second attempt finds what the first one has charged. */
export const ProcessPayment = defineHandler(
  'Ecommerce::ProcessPayment',
  { depends: { cart: 'validate_cart' }, inputs: { card: 'card' } },
  ({ cart, card, context }) => charge(context.stepUuid, String(card), (cart as PricedCart).total),
);

/** Takes the goods off the shelf. */
export const UpdateInventory = defineHandler(
  'Ecommerce::UpdateInventory',
  { depends: { cart: 'validate_cart' } },
  ({ cart, context }) => reserve(context.stepUuid, (cart as PricedCart).lines),
);

/** Writes the order down: what was bought, paid and taken. */
export const CreateOrder = defineHandler(
  'Ecommerce::CreateOrder',
  { depends: { cart: 'validate_cart', payment: 'process_payment', stock: 'update_inventory' } },
  ({ cart, payment, stock, context }) => ({
    order_id: idOf('ord', context.taskUuid),
    total: (cart as PricedCart).total,
    payment_id: (payment as Record<string, unknown>).payment_id,
    reservation_id: (stock as Record<string, unknown>).reservation_id,
  }),
);

/** Tells the customer. */
export const SendConfirmation = defineHandler(
  'Ecommerce::SendConfirmation',
  { depends: { order: 'create_order' }, inputs: { customer: 'customer' } },
  ({ order, customer }) => {
    const { order_id, total } = order as { readonly order_id: string; readonly total: number };
    const { email, name = 'there' } = customer as { readonly email: string; readonly name?: string };
    return { to: email, subject: `Your order ${order_id}`, text: `Hi ${name}, you have paid ${total.toFixed(2)} EUR.` };
  },
);
