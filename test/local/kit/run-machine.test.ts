import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import { lambdaInvoker, virtualClock } from '../../../lib/local/index.ts';
import { runMachine } from '../../../lib/local/kit/run-machine.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, ...more });
const machine = (states: object) => ({ StartAt: Object.keys(states)[0], States: states }) as unknown as StateMachine;
const retry = { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30 }] };

describe('runMachine', () => {
  it('tells the outcome, the path, the attempts and the times', async () => {
    const definition = machine({
      Charge: task({ ...retry, Next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: 5, End: true },
    });
    const run = await runMachine(definition, {
      input: { id: 1 },
      mocks: { Charge: [{ error: 'Busy' }, { result: 'paid', after: 2 }] },
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: 'paid', seconds: 37, path: ['Charge', 'Wait'] });
    expect(run.visits).toEqual([
      { state: 'Charge', type: 'Task', entered: 0, exited: 32, attempts: 2 },
      { state: 'Wait', type: 'Wait', entered: 32, exited: 37, attempts: 0 },
    ]);
    expect(run.calls).toEqual([
      { state: 'Charge', parameters: { id: 1 }, at: 0 },
      { state: 'Charge', parameters: { id: 1 }, at: 30 },
    ]);
  });

  it('tells visits inside of containers apart', async () => {
    const inner = { StartAt: 'T', States: { T: task({ ...retry, End: true }) } };
    const definition = machine({
      M: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'P',
          States: { P: { Type: 'Parallel', Branches: [inner], Next: 'W' }, W: { Type: 'Wait', Seconds: 1, End: true } },
        },
        Next: 'Last',
      },
      Last: { Type: 'Succeed' },
    });
    const run = await runMachine(definition, {
      input: [1, 2],
      mocks: { T: [{ result: 1 }, { error: 'Busy' }, { result: 2 }] },
    });
    expect(run.visits.map(({ state, entered, exited, attempts }) => [state, entered, exited, attempts])).toEqual([
      ['M', 0, 31, 1],
      ['P', 0, 0, 1],
      ['T', 0, 0, 1],
      ['P', 0, 30, 1],
      ['T', 0, 30, 2],
      ['W', 0, 1, 0],
      ['W', 30, 31, 0],
      ['Last', 31, 31, 0],
    ]);
  });

  it('counts the attempts of a container that is retried, and leaves what failed without an end', async () => {
    const definition = machine({
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Busy' } } }],
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
        End: true,
      },
    });
    const run = await runMachine(definition);
    expect(run.visits.map(({ state, exited, attempts }) => [state, exited, attempts])).toEqual([
      ['P', undefined, 3],
      ['F', undefined, 0],
      ['F', undefined, 0],
      ['F', undefined, 0],
    ]);
    expect([run.status, run.error, run.output]).toEqual(['FAILED', 'Busy', undefined]);
  });

  it('gives tasks without a mock to real handlers', async () => {
    const clock = virtualClock();
    const invoke = lambdaInvoker(() => async (event) => ({ got: event }), clock);
    const definition = machine({
      A: task({
        Parameters: { FunctionName: 'f', 'Payload.$': '$' },
        ResultSelector: { 'x.$': '$.Payload' },
        Next: 'B',
      }),
      B: task({ End: true }),
    });
    const run = await runMachine(definition, { input: 5, invoke, clock, mocks: { B: [{ result: 'mocked' }] } });
    expect([run.output, run.calls[1]!.parameters]).toEqual(['mocked', { x: { got: 5 } }]);
  });

  it('says which task nobody does', async () => {
    expect((await runMachine(machine({ A: task({ End: true }) }))).cause).toContain('The state "A" has no mock');
  });

  it('a task that hangs meets its timeout', async () => {
    const run = await runMachine(machine({ A: task({ TimeoutSeconds: 60, End: true }) }), { mocks: { A: ['hang'] } });
    expect([run.error, run.seconds]).toEqual(['States.Timeout', 60]);
  });
});
