import { describe, expect, it } from 'vitest';
import { belongsTo, isTaskId, makeStepId, makeTaskId } from '../../lib/client/requests/task-id.ts';

const id = (machine: string, context: object, key?: string) =>
  makeTaskId(machine, { context: context as never, idempotency_key: key }, 'strict', () => 'never');

describe('makeTaskId', () => {
  it('is a UUID of version 8 that tells its machine', () => {
    const made = id('shop-checkout-1_0_0', { a: 1 });
    expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isTaskId(made)).toBe(true);
    expect(belongsTo(made, 'shop-checkout-1_0_0')).toBe(true);
    expect(belongsTo(made, 'shop-checkout-1_0_1')).toBe(false);
    expect(isTaskId('by-hand')).toBe(false);
  });

  it('stays the same from release to release: duplicates are known for 90 days', () => {
    expect(id('shop-checkout-1_0_0', { cart: 7 })).toBe('a7d58d12-2485-816a-be77-f85352c2ac77');
  });

  it('is the same for equal contexts, whatever the order of their members', () => {
    expect(id('m', { a: [{ b: 1, c: 2 }], d: null })).toBe(id('m', { d: null, a: [{ c: 2, b: 1 }] }));
    expect(id('m', { a: [1, 2] })).not.toBe(id('m', { a: [2, 1] }));
    expect(id('m', { a: 1 })).not.toBe(id('m', { a: '1' }));
  });

  it('goes by the key alone where there is one, and takes no key for a context', () => {
    expect(id('m', { a: 1 }, 'k')).toBe(id('m', { a: 2 }, 'k'));
    expect(id('m', {}, '{}')).not.toBe(id('m', {}));
  });
});

describe('makeStepId', () => {
  it('tells steps and tasks apart', () => {
    const ids = ['a', 'b'].flatMap((task) => ['x', 'y'].map((step) => makeStepId(task, step)));
    expect(new Set(ids).size).toBe(4);
  });
});
