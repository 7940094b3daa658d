import { describe, expect, it } from 'vitest';
import { InjectedFaults } from '../../../lib/cli/local/injected-faults.ts';
import { StatesError, type TaskCall } from '../../../lib/local/index.ts';

const TEMPLATE = { namespace: 'shop', name: 'order', version: '1.0.0' };

function callOf(execution: string, step: string): TaskCall {
  return {
    resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
    parameters: { step: { name: step } },
    stateName: step,
    executionArn: `arn:aws:states:us-east-1:123456789012:execution:shop-order-1_0_0:${execution}`,
  } as unknown as TaskCall;
}

describe('InjectedFaults', () => {
  it('lets the first attempts of a step fail in the next run of a template, and nothing else', async () => {
    const faults = new InjectedFaults(undefined);
    const invoke = faults.wrap(async () => 'done');
    const begin = (name: string, machineName: string) =>
      faults.begun({ name, arn: '', machineName, definition: { StartAt: 'a', States: {} } });
    faults.failNext(TEMPLATE, 'charge', 2);
    begin('other', 'shop-other-1_0_0');
    begin('first', 'shop-order-1_0_0');
    begin('second', 'shop-order-1_0_0');
    expect(await invoke(callOf('first', 'reserve'))).toBe('done');
    expect(await invoke(callOf('second', 'charge'))).toBe('done');
    await expect(invoke(callOf('first', 'charge'))).rejects.toThrow(StatesError);
    await expect(invoke(callOf('first', 'charge'))).rejects.toThrow(StatesError);
    expect(await invoke(callOf('first', 'charge'))).toBe('done');
  });

  it('knows the machines of an environment', async () => {
    const faults = new InjectedFaults('dev');
    const invoke = faults.wrap(async () => 'done');
    faults.failNext(TEMPLATE, 'charge', 1);
    faults.begun({
      name: 'r',
      arn: '',
      machineName: 'dev--shop-order-1_0_0',
      definition: { StartAt: 'a', States: {} },
    });
    await expect(invoke(callOf('r', 'charge'))).rejects.toThrow('InjectedFault');
  });
});
