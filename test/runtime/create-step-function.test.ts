import { describe, expect, it } from 'vitest';
import {
  createStepFunction,
  defineHandler,
  ErrorType,
  NotAvailableError,
  PermanentError,
  RetryableError,
  type StepContext,
  StepHandler,
  StepHandlerResult,
} from '../../lib/runtime/index.ts';
import type { ErrorDetails } from '../../lib/contract/errors.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

class ChargeHandler extends StepHandler {
  static override handlerName = 'Shop::ChargeHandler';

  async call(context: StepContext) {
    return this.success({ order: context.getInput('order'), method: 'call' });
  }

  async refund() {
    return this.success({ method: 'refund', ownFields: Object.keys(this) });
  }
}

const refusingLog = () => {
  throw new Error('The disk is full');
};

class Returner extends StepHandler {
  static override handlerName = 'Shop::ChargeHandler';

  async call() {
    return new PermanentError('Declined', 'DECLINED') as never;
  }
}

class Thrower extends StepHandler {
  static override handlerName = 'Shop::ChargeHandler';

  async call(): Promise<StepHandlerResult> {
    throw new PermanentError('Declined', { errorCode: 'DECLINED', metadata: { card: 'visa' } });
  }
}

describe('createStepFunction', () => {
  it('hands the place in the trace to the handler, as X-Ray and as OpenTelemetry call it', async () => {
    const seen: unknown[] = [];
    const handler = handlerOf(({ context: { event, traceparent } }) => {
      seen.push([event.traceId, event.spanId, traceparent]);
      return {};
    });
    const run = createStepFunction(handler, { logger: () => {} });
    const header = (parent: string) => `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${parent};Sampled=1`;
    await run(sampleEvent());
    await run(sampleEvent(), { xRayTraceId: header('53995c3f42cd8ad8') });
    process.env['_X_AMZN_TRACE_ID'] = header('aaaaaaaaaaaaaaaa');
    try {
      await run(sampleEvent());
    } finally {
      delete process.env['_X_AMZN_TRACE_ID'];
    }
    const trace = '5759e988bd862e3fe1be46a994272793';
    expect(seen).toEqual([
      [undefined, undefined, undefined],
      [trace, '53995c3f42cd8ad8', `00-${trace}-53995c3f42cd8ad8-01`],
      [trace, 'aaaaaaaaaaaaaaaa', `00-${trace}-aaaaaaaaaaaaaaaa-01`],
    ]);
  });

  it('replies with the result of the handler', async () => {
    const { reply } = await invoke(ChargeHandler);
    expect(reply).toEqual({ result: { order: 7, method: 'call' }, after: [] });
  });

  it('gives the handler its ancestors, configuration and attempt', async () => {
    const event = sampleEvent({
      attempt: 2,
      step: { config: { currency: 'EUR' } },
      dependencies: { create_order: { result: { total: 12 } } },
    });
    const handler = defineHandler(
      'Shop.ChargeHandler',
      { depends: { order: 'create_order', nobody: 'nobody' }, inputs: { id: 'order' } },
      ({ order, nobody, id, context }) => ({
        order,
        nobody,
        id,
        currency: context.getConfig('currency'),
        attempt: context.retryCount + 1,
      }),
    );
    expect((await invoke(handler, event)).reply).toEqual({
      result: { order: { total: 12 }, nobody: null, id: 7, currency: 'EUR', attempt: 2 },
      after: ['create_order'],
    });
  });

  it.each([
    ['an object', { a: 1 }, { a: 1 }],
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['a list', [1, 2], { result: [1, 2] }],
    ['a text', 'done', { result: 'done' }],
    ['a result', StepHandlerResult.success({ b: 2 }), { b: 2 }],
    ['a date inside', { at: new Date(0), none: undefined }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a result without a result', new StepHandlerResult({ success: true }), {}],
    ['an object that is written as a text', new Date(0), { result: '1970-01-01T00:00:00.000Z' }],
  ])('takes %s', async (_, returned, result) => {
    expect((await invoke(handlerOf(() => returned))).reply).toEqual({ result, after: [] });
  });

  describe('a permanent failure is permanent', () => {
    const declined = { message: 'Declined', retryable: false, step: 'charge', attempts: 1 };

    it.each([
      ['thrown in a class', Thrower],
      ['thrown in a function', handlerOf(() => Promise.reject(new PermanentError('Declined', 'DECLINED')))],
      ['thrown by a subclass', handlerOf(() => Promise.reject(new (class extends PermanentError {})('Declined')))],
      ['returned from a class', Returner],
      ['returned from a function', handlerOf(() => new PermanentError('Declined', 'DECLINED'))],
      [
        'returned as a failure',
        handlerOf(() => StepHandlerResult.failure('Declined', ErrorType.PERMANENT_ERROR, false)),
      ],
      [
        'returned as a failure, by its type alone',
        handlerOf(() => StepHandlerResult.failure('Declined', 'permanent_error')),
      ],
    ])('when %s', async (_, handler) => {
      const { error, details } = await invoke(handler);
      expect(error).toBe('PermanentError');
      expect(details).toMatchObject({ ...declined, type: 'permanent_error' });
    });

    it('and any other error that is returned is retryable', async () => {
      const { error, details } = await invoke(handlerOf(() => new TypeError('Oops')));
      expect(error).toBe('RetryAfterError');
      expect(details).toMatchObject({ message: 'Oops', type: 'handler_error' });
    });

    it('by its flag, whatever its type says', async () => {
      const failure = (type: string, retryable: boolean) =>
        handlerOf(() => StepHandlerResult.failure('No', type, retryable));
      expect((await invoke(failure(ErrorType.TIMEOUT, false))).error).toBe('PermanentError');
      expect((await invoke(failure(ErrorType.PERMANENT_ERROR, true))).error).toBe('RetryAfterError');
    });
  });

  it.each<[string, () => unknown, Partial<ErrorDetails>]>([
    ['null for a code', () => new PermanentError('Card declined', null), { message: 'Card declined', code: null }],
    ['a number for a code', () => new PermanentError('Declined', 51), { code: '51' }],
    [
      'an error for a code',
      () => new PermanentError('Declined', new Error('bank')),
      { message: 'Declined', code: null },
    ],
    [
      'an object for a message',
      () => StepHandlerResult.failure({ plan: 'gold' } as never, 'validation_error', false),
      { message: '{"plan":"gold"}', type: 'validation_error' },
    ],
    [
      'a number for a code in a failure',
      () => StepHandlerResult.failure('No', 'x', false, {}, 7 as never),
      { message: 'No', code: '7' },
    ],
    [
      'a class of their own that says so',
      () => Object.assign(new RangeError('Too many'), { retryable: false, code: 'E_MANY' }),
      { message: 'Too many', type: 'permanent_error', code: 'E_MANY', metadata: { errorType: 'RangeError' } },
    ],
    [
      'what is not available here',
      () => new NotAvailableError('WorkerServer', 'There is none.'),
      { message: '"WorkerServer" is not available in tasker-sfn. There is none.', code: 'NOT_AVAILABLE' },
    ],
  ])('never retries a permanent failure with %s', async (_, make, expected) => {
    const throwing = () => {
      throw make();
    };
    for (const handler of [handlerOf(make), handlerOf(throwing)]) {
      const { error, details } = await invoke(handler);
      expect(error).toBe('PermanentError');
      expect(details).toMatchObject({ ...expected, retryable: false });
    }
  });

  it.each<[string, unknown, Partial<ErrorDetails>]>([
    [
      'an object',
      { message: 'Busy', code: 503, region: 'eu', retry: { after: 1 } },
      { message: 'Busy', code: '503', metadata: { errorType: 'object', region: 'eu', retry: { after: 1 } } },
    ],
    ['an object without a message', { a: 1 }, { message: 'Thrown: {"a":1}', metadata: { errorType: 'object', a: 1 } }],
    ['a text', 'boom', { message: 'Thrown: boom', metadata: { errorType: 'string' } }],
    ['nothing', undefined, { message: 'Thrown: undefined' }],
    [
      "an error of Node's",
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED', errno: -111, config: { token: 'secret' } }),
      { message: 'connect', code: 'ECONNREFUSED', metadata: { errorType: 'Error', errno: -111 } },
    ],
    ['an error with a numeric code', Object.assign(new Error('x'), { code: 11000 }), { code: '11000' }],
    [
      'an error with metadata',
      Object.assign(new Error('x'), { metadata: { a: 1 } }),
      { metadata: { errorType: 'Error', a: 1 } },
    ],
  ])('keeps what %s says of itself', async (_, thrown, expected) => {
    const handler = handlerOf(() => {
      throw thrown;
    });
    const { error, details } = await invoke(handler);
    expect(error).toBe('RetryAfterError');
    expect(details).toMatchObject({ type: 'handler_error', ...expected });
    if (expected.metadata) expect(details!.metadata).toEqual(expected.metadata);
  });

  it('runs a handler made from a function, whatever method the template names, and warns', async () => {
    const { reply, log } = await invoke(
      handlerOf(() => ({ ran: 'call' })),
      sampleEvent({ step: { method: 'refund' } }),
    );
    expect(reply).toEqual({ result: { ran: 'call' }, after: [] });
    expect(log.filter(({ level }) => level === 'WARN')).toMatchObject([
      { message: 'The template names the method "refund", and a handler made from a function has "call" alone' },
    ]);
    class Extended extends (handlerOf(() => ({ ran: 'call' })) as any) {
      async refund() {
        return { ran: 'refund' };
      }
    }
    expect((await invoke([Extended as never], sampleEvent({ step: { method: 'refund' } }))).reply).toEqual({
      result: { ran: 'refund' },
      after: [],
    });
  });

  it('takes a failure that is thrown for what it says', async () => {
    const { error, details } = await invoke(
      handlerOf(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- handlers do
        throw StepHandlerResult.failure('Out of stock', 'stock', false, undefined, 'NO_STOCK');
      }),
    );
    expect(error).toBe('PermanentError');
    expect(details).toMatchObject({ message: 'Out of stock', type: 'stock', code: 'NO_STOCK' });
  });

  it('fails as the handler does, also when the log cannot be written', async () => {
    expect((await invoke(Thrower, sampleEvent(), { logger: refusingLog })).error).toBe('PermanentError');
    expect((await invoke(ChargeHandler, sampleEvent(), { logger: refusingLog })).reply).toBeDefined();
  });

  it('carries the code and the metadata of an error', async () => {
    expect((await invoke(Thrower)).details).toEqual({
      error: 'PermanentError',
      message: 'Declined',
      code: 'DECLINED',
      type: 'permanent_error',
      retryable: false,
      step: 'charge',
      attempts: 1,
      metadata: { card: 'visa', errorCode: 'DECLINED' },
    });
  });

  it.each([
    ['metadata', StepHandlerResult.failure('No', 'x', false, { error_code: 'META' }), 'META'],
    ['the code', StepHandlerResult.failure('No', 'x', false, { error_code: 'META' }, 'CODE'), 'CODE'],
    ['neither', StepHandlerResult.failure('No', 'x', false), null],
  ])('reads the code of a returned failure from %s', async (_, failure, code) => {
    expect((await invoke(handlerOf(() => failure))).details?.code).toBe(code);
  });

  it('retries what nobody classified', async () => {
    class Broken extends StepHandler {
      async call(): Promise<StepHandlerResult> {
        throw new TypeError('x is not a function');
      }
    }
    const inClass = await invoke(Broken);
    expect(inClass.error).toBe('RetryAfterError');
    expect(inClass.details).toMatchObject({ type: 'TypeError', retryable: true, code: null });
    const inFunction = await invoke(handlerOf(() => Promise.reject(new TypeError('x is not a function'))));
    expect(inFunction.details).toMatchObject({ type: 'handler_error', metadata: { errorType: 'TypeError' } });
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- handlers may do so
    const thrownText = await invoke(handlerOf(() => Promise.reject('boom')));
    expect(thrownText).toMatchObject({ error: 'RetryAfterError', details: { message: 'Thrown: boom' } });
  });

  it('asks for the wait that the handler asks for', async () => {
    const { error, details } = await invoke(
      handlerOf(() => Promise.reject(new RetryableError('Busy', { retryAfter: 2.5 }))),
    );
    expect(error).toBe('RetryAfterError');
    expect(details?.retry_after).toBe(3);
    expect(details?.retry).toBe('@3@4@1@charge@');
  });

  it('says nothing of a wait that the machine will not keep', async () => {
    const busy = handlerOf(() => Promise.reject(new RetryableError('Busy', { retry_after: 2 })));
    const { error, details } = await invoke(busy, sampleEvent({ attempt: 3 }));
    expect(error).toBe('AttemptsExhaustedError');
    expect(details?.retry_after).toBeUndefined();
  });

  it.each([
    [null, 'null'],
    [[], 'a list'],
    ['x', 'a string'],
    [7, 'a number'],
    [{ context: [] }, 'a list'],
    [{ context: null }, 'null'],
  ])('fails for good what was started with %j, and says what to do', async (request, found) => {
    const calls: unknown[] = [];
    const { error, details } = await invoke(
      handlerOf((context) => calls.push(context)),
      sampleEvent({ task: { request: request as object } }),
    );
    expect(error).toBe('PermanentError');
    expect(details).toMatchObject({ code: 'INVALID_REQUEST', retryable: false });
    expect(details?.message).toMatch(new RegExp(`must be a JSON object, and is ${found}\\. Start the task with`));
    expect(calls).toEqual([]);
  });

  describe('chooses the handler', () => {
    const Refund = defineHandler('Shop.RefundHandler', {}, () => ({ chosen: 'refund' }));

    it.each([
      ['from a list', [ChargeHandler, Refund]],
      ['from a module', { ChargeHandler, Refund, helper: () => 1, LIMIT: 3 }],
    ])('%s by the callable, in any spelling', async (_, handlers) => {
      const event = sampleEvent({ step: { callable: 'Shop::RefundHandler' } });
      expect((await invoke(handlers, event)).reply).toEqual({ result: { chosen: 'refund' }, after: [] });
    });

    it('and fails for good when it is not there', async () => {
      const { error, details } = await invoke(Refund);
      expect(error).toBe('PermanentError');
      expect(details).toMatchObject({ code: 'HANDLER_NOT_FOUND' });
      expect(details?.message).toContain('"Shop.RefundHandler"');
    });

    it('and refuses to be made without any', () => {
      expect(() => createStepFunction({ helper: () => 1 })).toThrow('createStepFunction was not given a step handler.');
    });
  });

  describe('calls the method', () => {
    it('that the template names', async () => {
      const { reply } = await invoke(ChargeHandler, sampleEvent({ step: { method: 'refund' } }));
      expect(reply).toEqual({ result: { method: 'refund', ownFields: [] }, after: [] });
    });

    it.each(['nothing', 'toString', 'constructor', 'name'])(
      'and fails for good when it has no method "%s"',
      async (method) => {
        const { error, details } = await invoke(ChargeHandler, sampleEvent({ step: { method } }));
        expect(error).toBe('PermanentError');
        expect(details).toMatchObject({ code: 'METHOD_NOT_FOUND' });
      },
    );
  });

  it('makes a new handler for every run', async () => {
    class Counter extends StepHandler {
      count = 0;
      async call() {
        return this.success({ count: ++this.count });
      }
    }
    const run = createStepFunction(Counter, { logger: () => {} });
    await run(sampleEvent());
    expect(await run(sampleEvent())).toEqual({ result: { count: 1 }, after: [] });
  });

  it('says what is wrong with an event that no machine sent', async () => {
    const run = createStepFunction(ChargeHandler);
    await expect(run({ key1: 'value1' })).rejects.toThrow('its event needs step, data and execution');
  });

  describe('keeps errors within their share of the cause', () => {
    const big = { budget: { steps: 100, reserved: 0 } };

    it.each([
      ['message', () => new PermanentError('x'.repeat(100_000))],
      ['metadata', () => new PermanentError('No', { metadata: { blob: 'x'.repeat(100_000) } })],
    ])('whatever the %s', async (_, error) => {
      const run = createStepFunction(
        handlerOf(() => Promise.reject(error())),
        { logger: () => {} },
      );
      const thrown = await run(sampleEvent(big)).catch((caught: Error) => caught);
      expect((thrown as Error).message.length).toBeLessThanOrEqual(163);
      expect((thrown as Error).stack!.length).toBeLessThanOrEqual(163);
    });

    it('and shows where the error was thrown, without its message once more, where there is room', async () => {
      const { stack } = await invoke(Thrower);
      expect(stack).toMatch(/^PermanentError\n\s+at Thrower\.call /);
      expect(stack).not.toContain('Declined');
    });

    it('even when the metadata is not JSON', async () => {
      const cyclic: Record<string, unknown> = {};
      cyclic.self = cyclic;
      const { error, details } = await invoke(handlerOf(() => Promise.reject(new PermanentError('No', { cyclic }))));
      expect(error).toBe('PermanentError');
      expect(details?.metadata).toEqual({ cyclic: '[object Object]' });
    });
  });
});
