import { runHandler } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import { ChargeCardHandler } from '../../lambdas/shop/charge-card-handler.ts';

const results = { reserve_stock: { reservation_id: 'r-1', total: 3_000 } };

test('charges what was reserved', async () => {
  const { result } = await runHandler(ChargeCardHandler, { context: { card: 'visa' }, results });
  expect(result).toMatchObject({ amount: 3_000 });
});

test('fails for good when the bank declines the card', async () => {
  const { error } = await runHandler(ChargeCardHandler, { context: { card: 'declined' }, results });
  expect(error).toMatchObject({ code: 'CARD_DECLINED', retryable: false });
});
