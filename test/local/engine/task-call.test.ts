import { describe, expect, it } from 'vitest';
import type { TaskCall, TaskInvoker } from '../../../lib/local/index.ts';
import { startExecution, StatesError, virtualClock } from '../../../lib/local/index.ts';
import { LAMBDA, machine } from '../../conformance/run-machine.ts';

function start(invoke: TaskInvoker) {
  const definition = machine({ T: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 5, End: true } });
  return startExecution({ definition, input: {}, clock: virtualClock(), invoke });
}

describe('the call of a task', () => {
  it('gives its signal to copies, too, and lists what it has', async () => {
    let call: TaskCall | undefined;
    const { finished } = start(async (given) => {
      call = { ...given };
      return new Promise(() => undefined);
    });
    expect((await finished).error).toBe('States.Timeout');
    expect(call?.signal.aborted).toBe(true);
    expect(Object.keys(call ?? {}).sort()).toEqual([
      'clock',
      'executionArn',
      'parameters',
      'resource',
      'signal',
      'started',
      'stateName',
      'submitted',
      'text',
    ]);
  });

  it('may be answered at once, and fails where the invoker throws', async () => {
    const answer = (() => 'here') as unknown as TaskInvoker;
    expect(await start(answer).finished).toMatchObject({ status: 'SUCCEEDED', output: '"here"' });
    const refuse: TaskInvoker = () => {
      throw new StatesError('No', 'not today');
    };
    expect(await start(refuse).finished).toMatchObject({ status: 'FAILED', error: 'No', cause: 'not today' });
  });
});
