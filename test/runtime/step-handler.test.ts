import { describe, expect, it } from 'vitest';
import { defineHandler, ErrorType, StepHandler, StepHandlerResult } from '../../lib/runtime/index.ts';

class Named extends StepHandler {
  static override handlerName = 'Shop::Named';
  static override handlerVersion = '2.1.0';
  async call() {
    return this.success({ a: 1 }, { m: 1 });
  }
  fail() {
    return this.failure('No', ErrorType.TIMEOUT, false, { m: 1 }, 'CODE');
  }
  failPlainly() {
    return this.failure('No');
  }
}

class Unnamed extends StepHandler {
  async call() {
    return this.success({});
  }
}

describe('StepHandler', () => {
  it('knows its name and version', () => {
    expect(new Named()).toMatchObject({ name: 'Shop::Named', version: '2.1.0', capabilities: ['process'] });
    expect(new Unnamed()).toMatchObject({ name: 'Unnamed', version: '1.0.0' });
    expect(new Unnamed().configSchema()).toBeNull();
  });

  it('makes results', async () => {
    const success = await new Named().call();
    expect(success).toMatchObject({ success: true, result: { a: 1 }, metadata: { m: 1 } });
    expect([success.isSuccess(), success.isFailure()]).toEqual([true, false]);
    expect(new Named().fail()).toMatchObject({
      success: false,
      errorMessage: 'No',
      errorType: 'timeout',
      errorCode: 'CODE',
      retryable: false,
      metadata: { m: 1 },
    });
    expect(new Named().failPlainly()).toMatchObject({ errorType: 'handler_error', retryable: true, errorCode: null });
  });
});

describe('StepHandlerResult', () => {
  it("is written in Tasker's field names", () => {
    const orchestrationMetadata = { headers: { 'retry-after': '1' } };
    const result = new StepHandlerResult({ success: false, errorMessage: 'No', orchestrationMetadata });
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      success: false,
      result: null,
      error_message: 'No',
      error_type: null,
      error_code: null,
      retryable: true,
      metadata: {},
      orchestration_metadata: orchestrationMetadata,
    });
  });
});

describe('defineHandler', () => {
  it('makes a class of that name', () => {
    const Handler = defineHandler('Shop::Charge', { version: '3.0.0' }, () => ({}));
    expect(Handler.name).toBe('Shop::Charge');
    expect(Handler.handlerName).toBe('Shop::Charge');
    expect(new Handler()).toBeInstanceOf(StepHandler);
    expect(new Handler()).toMatchObject({ name: 'Shop::Charge', version: '3.0.0' });
  });
});
