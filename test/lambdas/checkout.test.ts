import { expect, test } from 'vitest';
import { fails, runTask, type RunTaskOptions } from '../../lib/testing/index.ts';

const template = 'templates/ecommerce/checkout.yaml';

/** Each seed is another task, which the shop does not know yet. */
let seed = 0;

const buy = (card: string, cart = [{ sku: 'lamp', quantity: 2 }], mocks: RunTaskOptions['mocks'] = {}) =>
  runTask(template, {
    context: { cart, card, customer: { email: 'ada@example.com', name: 'Ada' } },
    mocks,
    seed: (seed += 1),
  });

test('a cart becomes an order', async () => {
  const task = await buy('tok_visa');
  expect(task.status).toBe('SUCCEEDED');
  expect(task.output?.validate_cart).toMatchObject({ subtotal: 91, tax: 17.29, shipping: 0, total: 108.29 });
  expect(task.output?.create_order).toMatchObject({
    order_id: expect.stringMatching(/^ord_/),
    payment_id: task.output?.process_payment?.payment_id,
    total: 108.29,
  });
  expect(task.output?.send_confirmation).toMatchObject({ text: 'Hi Ada, you have paid 108.29 EUR.' });
});

test('money is taken once, although the answer gets lost', async () => {
  const task = await buy('tok_flaky');
  expect(task.status).toBe('SUCCEEDED');
  expect(task.steps.process_payment?.attempts).toBe(2);
  expect(task.output?.process_payment).toMatchObject({ amount: 108.29, was_charged_before: true });
});

test('a card that is declined ends the checkout, and nothing is taken off the shelf', async () => {
  const task = await buy('tok_declined');
  expect(task.steps.process_payment).toMatchObject({ state: 'error', attempts: 1, error: { code: 'CARD_DECLINED' } });
  expect(task.steps.update_inventory).toMatchObject({ attempts: 0, blockedBy: ['process_payment'] });
});

test.each([
  ['an article that there is not', [{ sku: 'yacht', quantity: 1 }], 'UNKNOWN_ARTICLE'],
  ['more than there is', [{ sku: 'desk', quantity: 3 }], 'OUT_OF_STOCK'],
])('nobody can buy %s', async (_, cart, code) => {
  const task = await buy('tok_visa', cart);
  expect(task.steps.validate_cart?.error?.code).toBe(code);
});

test('a shelf that is out of reach for a while holds nothing up but itself', async () => {
  const task = await buy('tok_visa', undefined, { update_inventory: fails(2) });
  expect(task.status).toBe('SUCCEEDED');
  expect(task.steps.update_inventory?.attempts).toBe(3);
  expect(task.steps.process_payment?.attempts).toBe(1);
});
