import { fails, failsForGood, runTask } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import 'tasker-sfn/testing/vitest';
import type { OrderTask } from '../../types/shop/order.ts';

const template = 'templates/shop/order.yaml';
const context = { items: [{ sku: 'book', quantity: 2 }], card: 'visa' };

test('an order is reserved and paid', async () => {
  const task = await runTask<OrderTask>(template, { context });
  expect(task).toHaveCompleted('reserve_stock', 'charge_card');
  expect(task.output?.charge_card.amount).toBe(3_000);
});

test('a payment that fails twice is tried again', async () => {
  const task = await runTask<OrderTask>(template, { context, mocks: { charge_card: fails(2) } });
  expect(task).toHaveSucceeded();
  expect(task).toHaveRun('charge_card', 3);
});

test('a card that is declined ends the order', async () => {
  const task = await runTask(template, { context: { ...context, card: 'declined' } });
  expect(task).toHaveFailedAt('charge_card', { code: 'CARD_DECLINED', attempts: 1 });
});

test('nothing is charged when there is no stock', async () => {
  const task = await runTask(template, { context, mocks: { reserve_stock: failsForGood({ code: 'OUT_OF_STOCK' }) } });
  expect(task).toHaveBlocked('charge_card');
});
