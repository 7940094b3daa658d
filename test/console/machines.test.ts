import { afterEach, describe, expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { viewStates } from '../../lib/client/view/view-states.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { stepSections } from '../../lib/console/pages/step-page.ts';
import { OtherMachines } from '../../lib/console/machines/other-machines.ts';
import {
  LocalStepFunctions,
  serveStepFunctions,
  startExecution,
  StatesError,
  virtualClock,
} from '../../lib/local/index.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { StateMachine } from '../../lib/states-language/types.ts';
import { diamond } from '../client/machines.ts';
import { taskOf } from './tasks.ts';

const ROLE = 'arn:aws:iam::123456789012:role/r';
const invoke = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** A machine that nobody made of a template: a loop, two branches, a catch, and a task that waits for a person. */
const ORDER: StateMachine = {
  StartAt: 'Reserve',
  States: {
    Reserve: {
      Type: 'Task',
      Resource: invoke('flaky'),
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2 }],
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Charge', States: { Charge: { Type: 'Task', Resource: invoke('fine'), End: true } } },
        {
          StartAt: 'Check',
          States: {
            Check: {
              Type: 'Task',
              Resource: invoke('broken'),
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Ignore' }],
              End: true,
            },
            Ignore: { Type: 'Pass', End: true },
          },
        },
      ],
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'ask', Payload: { nested: [{ 'token.$': '$$.Task.Token' }] } },
      Next: 'Done',
    },
    Done: { Type: 'Choice', Choices: [{ Variable: '$.again', IsPresent: true, Next: 'Never' }], Default: 'End' },
    Never: { Type: 'Wait', Seconds: 1, Next: 'Done' },
    End: { Type: 'Succeed' },
  },
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open({ readOnly = false }: { readonly readOnly?: boolean } = {}) {
  let attempts = 0;
  const service = await LocalStepFunctions.open({
    invoke: async ({ resource, parameters }) => {
      if (resource.endsWith(':flaky') && ++attempts === 1) throw new StatesError('Busy', 'Come back.');
      if (resource.endsWith(':broken')) throw new StatesError('Broken', '<script>evil()</script>');
      return { sent: parameters };
    },
  });
  const server = await serveStepFunctions(service, { port: 0 });
  closers.push(
    () => service.close(),
    () => server.close(),
  );
  const connection = () => ({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const client = new TaskerClient({ connection: connection() });
  const machines = OtherMachines.over(connection(), () => client.listTemplates());
  const app = consoleApp({ source: client, machines, ...(!readOnly && { actions: client }) });
  const create = async (name: string, definition: StateMachine) =>
    (
      (await service.call('CreateStateMachine', {
        name,
        roleArn: ROLE,
        definition: JSON.stringify(definition),
      })) as { stateMachineArn: string }
    ).stateMachineArn;
  const get = async (path: string) => {
    const answer = await app.request(path);
    return { status: answer.status, text: await answer.text() };
  };
  const post = async (path: string, body: object) => {
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { error?: string; goTo?: string } };
  };
  const machine = await create('order', ORDER);
  await create('shop-diamond-1_0_0', diamond());
  const path = `/machines/${encodeURIComponent(machine)}`;
  const start = async (input = '{}') => (await post(`${path}/start`, { input })).body.goTo ?? '';
  /** Reads a page until it tells something. */
  const until = async (address: string, part: string) => {
    for (let tries = 0; tries < 200; tries++) {
      const { text } = await get(address);
      if (text.includes(part)) return text;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${address} never said ${part}: ${(await get(address)).text}`);
  };
  return { service, path, get, post, start, until };
}

describe('state machines that run no template', () => {
  it('are listed without those that do, and drawn', async () => {
    const { path, get } = await open();
    const { text } = await get('/machines');
    expect(text).toContain(`href="${path}"`);
    expect(text).not.toContain('shop-diamond');
    expect(text).toContain('Nothing has been started yet.');
    const machine = await get(path);
    expect(machine.text).toContain('class="workflow"');
    expect(machine.text).toContain('Start an execution');
    expect((await get('/machines/arn%3Aaws%3Astates%3Anone')).status).toBe(404);
  });

  it('are started, shown state by state, and answered where they wait for a token', async () => {
    const { get, post, start, until } = await open();
    const run = await start('{"card": "<script>evil()</script>", "password": "hunter2"}');
    const text = await until(run, 'which waits for a token');
    expect(text).toContain('href="' + run + '/steps/Reserve"');
    expect(text).not.toContain('<script>evil');
    // The failure of "Check" is caught.
    expect(text).not.toContain('class="failure"');
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(text) ?? [];
    expect(token).not.toBe('');
    const timeline = (await get(`${run}/timeline`)).text;
    expect(timeline).toContain('for a token or a job');
    expect(timeline).toContain('before attempt 2');
    const step = (await get(`${run}/steps/Check`)).text;
    expect(step).toContain('"Catch"');
    expect(step).toContain('Broken');
    const state = (await get(`${run}/steps/Reserve`)).text;
    expect(state.split('Show what is masked')[0]).not.toContain('hunter2');
    for (const tab of ['steps', 'events', 'context', 'report.html']) {
      expect((await get(`${run}/${tab}`)).status).toBe(200);
    }
    const answer = async (body: object) => post(`${run}/token`, { token, ...body });
    expect((await answer({ answer: 'heartbeat' })).status).toBe(200);
    expect((await answer({ answer: 'success', output: '{' })).body.error).toContain('The output is not valid JSON');
    expect((await answer({ answer: 'no' })).body.error).toContain('must be success, failure or heartbeat');
    expect((await answer({ answer: 'success', output: '{"yes":true}', token: '' })).body.error).toContain('Give the');
    expect((await answer({ answer: 'success', output: '{"yes":true}' })).status).toBe(200);
    expect(await until(run, 'complete')).not.toContain('waits for a token');
    expect((await get(`${run}/context`)).text).toContain('"yes": true');
    expect(await answer({ answer: 'success', output: '{}' })).toMatchObject({ status: 400 });
    expect((await get('/machines')).text).toContain('succeeded');
  });

  it('fail where the answer says so, and are cancelled and redriven', async () => {
    const { get, post, start, until } = await open();
    const failing = await start();
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(await until(failing, 'which waits for a token')) ?? [];
    await post(`${failing}/token`, { token, answer: 'failure', error: 'Refused', cause: 'Too dear.' });
    const failed = await until(failing, 'Refused');
    expect(failed).toContain('class="state-error"');
    expect(failed).toContain(`href="/machines/`);
    expect((await post(`${failing}/redrive`, {})).status).toBe(200);
    await until(failing, 'which waits for a token');
    expect((await post(`${failing}/cancel`, { reason: 'enough' })).status).toBe(200);
    expect((await get(failing)).text).toContain('cancelled');
  });

  it('change nothing where the console is read-only', async () => {
    const { path, get, post } = await open({ readOnly: true });
    expect((await get(path)).text).not.toContain('Start an execution');
    expect((await post(`${path}/start`, { input: '{}' })).status).toBe(403);
    expect((await post('/runs/x/token', { token: 'x', answer: 'heartbeat' })).status).toBe(403);
  });
});

describe('viewStates', () => {
  const event = (id: number, previousEventId: number, type: string, details: object = {}): HistoryEvent =>
    ({ id, previousEventId, timestamp: id, type, ...details }) as HistoryEvent;
  const entered = (name: string) => ({ stateEnteredEventDetails: { name, input: '{}' } });
  const exited = (name: string) => ({ stateExitedEventDetails: { name, output: '{"ok":1}' } });
  const machine: StateMachine = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'Do', States: { Do: { Type: 'Task', Resource: invoke('do'), End: true } } },
        End: true,
      },
    },
  };

  it('tells iterations apart, which come interleaved', () => {
    const events = [
      event(1, 0, 'ExecutionStarted', { executionStartedEventDetails: {} }),
      event(2, 1, 'MapStateEntered', entered('Each')),
      event(3, 2, 'MapStateStarted', { mapStateStartedEventDetails: { length: 2 } }),
      event(4, 3, 'MapIterationStarted', { mapIterationStartedEventDetails: {} }),
      event(5, 4, 'TaskStateEntered', entered('Do')),
      event(6, 3, 'MapIterationStarted', { mapIterationStartedEventDetails: {} }),
      event(7, 6, 'TaskStateEntered', entered('Do')),
      event(8, 5, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: {} }),
      event(9, 7, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: {} }),
      event(10, 8, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: {} }),
      event(11, 10, 'TaskStateExited', exited('Do')),
      event(12, 11, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: {} }),
      event(13, 9, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error: 'Bad', cause: 'very' } }),
    ];
    const [each, inner] = viewStates(machine, events);
    expect(each).toMatchObject({ times: 1, step: { state: 'in_progress', dependencies: [] } });
    expect(inner).toMatchObject({
      times: 2,
      step: { state: 'waiting_for_retry', dependencies: ['Each'], attempts: 2 },
    });
    const ended = viewStates(machine, [
      ...events,
      event(14, 13, 'MapIterationFailed', { mapIterationFailedEventDetails: {} }),
      event(15, 14, 'MapStateFailed'),
      event(16, 15, 'ExecutionFailed', { executionFailedEventDetails: { error: 'Bad', cause: 'very' } }),
    ]);
    expect(ended.map(({ step }) => [step.name, step.state, step.error?.type])).toEqual([
      ['Each', 'error', 'Bad'],
      ['Do', 'error', 'Bad'],
    ]);
  });

  it('knows a failure that was caught, also of what is within a group that was', () => {
    const definition: StateMachine = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No' } } }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Try' }],
          End: true,
        },
        Try: { Type: 'Task', Resource: invoke('do'), End: true },
      },
    };
    const events = [
      event(1, 0, 'ExecutionStarted', { executionStartedEventDetails: {} }),
      event(2, 1, 'ParallelStateEntered', entered('Both')),
      event(3, 2, 'ParallelStateStarted'),
      event(4, 3, 'FailStateEntered', entered('No')),
      event(5, 4, 'ParallelStateFailed'),
    ];
    const after = [
      event(6, 5, 'ParallelStateExited', exited('Both')),
      event(7, 6, 'TaskStateEntered', entered('Try')),
      event(8, 7, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: {} }),
    ];
    const told = (each: readonly HistoryEvent[]) =>
      viewStates(definition, each).map(
        ({ step, isCaught }) => `${step.name} ${step.state}${isCaught ? ' caught' : ''}`,
      );
    expect(told([...events, ...after])).toEqual(['Both error caught', 'No error caught', 'Try in_progress']);
    const failed = event(6, 5, 'ExecutionFailed', { executionFailedEventDetails: { error: 'No' } });
    expect(told([...events, failed])).toEqual(['Both error', 'No error', 'Try pending']);
  });

  it('tells the tries of a group that failed and was retried apart', async () => {
    const task = (name: string, more: object = {}) => ({ Type: 'Task' as const, Resource: invoke(name), ...more });
    const definition: StateMachine = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Pay', States: { Pay: task('flaky', { Next: 'Ship' }), Ship: { Type: 'Pass', End: true } } },
            { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 5, End: true } } },
            {
              StartAt: 'Inner',
              States: {
                Inner: {
                  Type: 'Parallel',
                  Branches: [{ StartAt: 'Fine', States: { Fine: { Type: 'Pass', End: true } } }],
                  End: true,
                },
              },
            },
          ],
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2 }],
          End: true,
        },
      },
    };
    let calls = 0;
    const run = startExecution({
      definition,
      input: {},
      clock: virtualClock({ start: 0 }),
      invoke: async () => {
        if (++calls === 1) throw new StatesError('Busy', 'Come back.');
        return {};
      },
    });
    await run.finished;
    const told = (events: readonly HistoryEvent[]) =>
      Object.fromEntries(
        viewStates(definition, events).map(({ step, times, earlier }) => [
          step.name,
          [step.state, step.attempts, times, step.history.length, [...earlier.values()]],
        ]),
      );
    const earlier = [{ group: 'Both', number: 1 }];
    expect(told(run.history)).toEqual({
      Both: ['complete', 2, 1, 2, []],
      Pay: ['complete', 1, 1, 2, earlier],
      Ship: ['complete', 1, 1, 1, []],
      Rest: ['complete', 1, 1, 2, earlier],
      Inner: ['complete', 1, 1, 2, earlier],
      Fine: ['complete', 1, 1, 2, earlier],
    });
    const [both] = viewStates(definition, run.history);
    expect(both?.step.history).toMatchObject([
      { attempt: 1, state: 'error', waitedMs: 0, error: { type: 'Busy' } },
      { attempt: 2, state: 'complete', waitedMs: 2000 },
    ]);
    // Once it is tried again, nothing of the first try counts any more.
    const second = run.history.findIndex(({ type, timestamp }) => type === 'ParallelStateStarted' && timestamp > 0);
    expect(told(run.history.slice(0, second + 1))).toMatchObject({
      Both: ['in_progress', 2, 1, 2, []],
      Pay: ['pending', 0, 0, 1, earlier],
      Rest: ['pending', 0, 0, 1, earlier],
    });
    // Before, what failed waits.
    expect(told(run.history.slice(0, second))).toMatchObject({ Pay: ['waiting_for_retry', 1, 1, 1, []] });
    const [, pay] = viewStates(definition, run.history);
    if (pay === undefined) throw new Error('There is no second state.');
    const machine = { name: 'm', definition, events: [], states: [] };
    const page = stepSections({
      task: { ...taskOf(1, ''), machine },
      ...{ step: pay.step, view: pay, state: undefined, place: undefined, logs: [] },
    }).text;
    expect(page).toMatch(
      /<ol><li value="2">.*complete.*<summary>In try 1 of Both, which failed and was tried again: 1 attempt<\/summary>/s,
    );
  });

  it('knows what was stopped', () => {
    const events = [
      event(1, 0, 'ExecutionStarted', { executionStartedEventDetails: {} }),
      event(2, 1, 'MapStateEntered', entered('Each')),
      event(3, 2, 'ExecutionAborted', { executionAbortedEventDetails: {} }),
    ];
    expect(viewStates(machine, events).map(({ step }) => step.state)).toEqual(['cancelled', 'pending']);
  });
});
