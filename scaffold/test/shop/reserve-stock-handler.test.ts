import { runHandler } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import { ReserveStockHandler } from '../../lambdas/shop/reserve-stock-handler.ts';

test('reserves what is there, and adds up the prices', async () => {
  const { result } = await runHandler(ReserveStockHandler, { context: { items: [{ sku: 'book', quantity: 2 }] } });
  expect(result).toMatchObject({ total: 3_000 });
});

test('fails for good when there is not enough', async () => {
  const { error } = await runHandler(ReserveStockHandler, { context: { items: [{ sku: 'lamp', quantity: 4 }] } });
  expect(error).toMatchObject({ code: 'OUT_OF_STOCK', retryable: false });
});
