import { describe, expect, it } from 'vitest';
import { defineHandler, ErrorType, RetryableError, StepHandler, type StepContext } from '../../lib/runtime/index.ts';
import { runHandler } from '../../lib/testing/index.ts';

class Charge extends StepHandler {
  static override handlerName = 'Shop.Charge';

  async call(context: StepContext) {
    const cart = context.getDependencyResult('validate_cart') as { total: number } | null;
    if (cart === null) return this.failure('No cart', ErrorType.VALIDATION_ERROR, false, {}, 'NO_CART');
    if (context.retryCount === 0) throw new RetryableError('Busy', { retry_after: 30 });
    return this.success({
      charged: cart.total,
      currency: context.getConfig('currency'),
      order: context.getInput('order'),
      name: context.event.workflowStep.name,
    });
  }
}

describe('runHandler', () => {
  it('gives a handler its context, results, configuration and attempt', async () => {
    const run = await runHandler(Charge, {
      context: { order: 7 },
      results: { validate_cart: { total: 12 } },
      config: { currency: 'EUR' },
      attempt: 2,
      stepName: 'charge_card',
    });
    expect(run).toMatchObject({
      success: true,
      result: { charged: 12, currency: 'EUR', order: 7, name: 'charge_card' },
      error: undefined,
    });
  });

  it('tells why a handler failed', async () => {
    const { success, result, error } = await runHandler(Charge);
    expect({ success, result }).toEqual({ success: false, result: undefined });
    expect(error).toMatchObject({
      message: 'No cart',
      code: 'NO_CART',
      type: 'validation_error',
      retryable: false,
      retryAfter: undefined,
    });
  });

  it('tells what a handler asks for', async () => {
    const { error } = await runHandler(Charge, { results: { validate_cart: { total: 1 } } });
    expect(error).toMatchObject({ message: 'Busy', code: undefined, retryable: true, retryAfter: 30 });
    expect(error!.cause.stack).toContain('run-handler.test.ts');
  });

  it('keeps the log', async () => {
    const Log = defineHandler('Log', {}, async () => {
      const { logInfo } = await import('../../lib/runtime/index.ts');
      logInfo('hello', { order: '1' });
      return {};
    });
    const { logs } = await runHandler(Log);
    expect(logs).toEqual(expect.arrayContaining([expect.objectContaining({ level: 'INFO', message: 'hello' })]));
  });

  it('gives large results whole', async () => {
    const Large = defineHandler('Large', {}, async () => ({ text: 'x'.repeat(300_000) }));
    expect((await runHandler(Large)).result).toEqual({ text: 'x'.repeat(300_000) });
  });

  it('refuses an attempt that cannot be', async () => {
    await expect(runHandler(Charge, { attempt: 4 })).rejects.toThrow(
      'attempt is 4; give a whole number from 1 to maxAttempts (3).',
    );
  });
});
