import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../lib/contract/step-event.ts';
import { judge } from '../../lib/runtime/adapter/judge.ts';
import { openCall } from '../../lib/runtime/adapter/open-call.ts';
import { readCall } from '../../lib/runtime/adapter/read-call.ts';
import { lookAt, sampleCall, sampleEvent } from './sample-event.ts';

const task = { wire: 2, template: ['shop', 'checkout', '1.0.0'], budget: { steps: 5, reserved: 4_096 } } as const;

/** The event of the step that opens the execution, and the execution. */
function opening(data: unknown) {
  const { execution, step } = sampleEvent();
  const { Id, Name, StartTime } = execution.Execution;
  const context = { Execution: { Id, Name, StartTime } };
  const event = { task, step, data: data as StepEvent['data'], execution: context } satisfies StepEvent;
  return { event, execution: execution.Execution };
}

const done = (name: string, ...after: readonly string[]) => ({ result: { from: name }, after });

describe('what a step is sent', () => {
  it('holds its transitive ancestors alone, wherever their containers lie', () => {
    const { step, execution } = sampleEvent({ step: { dependencies: ['c', 'e'] } });
    const data = {
      task,
      steps: {
        a: done('a'),
        parallel_1: [{ b: done('b', 'a'), other: done('other', 'a') }, { c: done('c', 'b') }],
        failed: { failure: { step: 'failed', caught: { Error: 'X' } } },
        gone: { blocked: 'gone' },
      },
      steps_1: { d: done('d', 'a'), received_1: { e: done('e', 'd') } },
      received_1: { received_2: { f: done('f') } },
      caught: { Cause: { c: done('stale') } },
    };
    const { ancestors } = lookAt({ step, execution, data });
    expect([...ancestors.keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(ancestors.get('c')).toEqual(done('c', 'b'));
  });

  it('takes any name and any result', () => {
    const names = ['__proto__', 'constructor', 'after', 'result', 'steps', '0'];
    const entries = names.map((name, index) => [name, done(name, ...names.slice(0, index))] as const);
    const { step, execution } = sampleEvent({ step: { dependencies: ['0'] } });
    const odd = { result: { after: [], nobody: done('nobody'), steps: [{ x: done('x') }] }, after: ['0'] };
    const data = { task, steps: Object.fromEntries([...entries, ['odd', odd]]) };
    expect([...lookAt({ step, execution, data }).ancestors.keys()].sort()).toEqual([...names].sort());
    expect([...lookAt({ step: { ...step, dependencies: ['odd'] }, execution, data }).ancestors.keys()].sort()).toEqual(
      [...names, 'odd'].sort(),
    );
  });

  it('is the request at first where the step opens the execution, whatever the request looks like', () => {
    const { execution } = opening({});
    const retry = { step: 'charge', seconds: 1, attempts: 2 };
    const lookalikes = [
      { retry, steps: { a: done('a') } },
      { retry, execution: { ...execution, StartTime: '2026-01-02T03:04:05.001Z' } },
      { retry, execution: { ...execution, Id: `${execution.Id}x` } },
      { retry, execution, context: {} },
      { execution },
      [],
      null,
    ];
    for (const lookalike of lookalikes) {
      const call = lookAt(opening(lookalike).event);
      expect(call.attempt).toBe(1);
      expect(call.task.request).toBe(lookalike);
      expect(call.ancestors.size).toBe(0);
    }
  });

  it('is the retry and the request where the step that opens the execution was waited for', () => {
    const { execution } = opening({});
    const { event } = opening({ retry: { Error: 'RetryAfterError', Cause: '@1@2@2@charge@' }, execution });
    expect(lookAt(event)).toMatchObject({ attempt: 3, task: { request: execution.Input, id: execution.Name } });
  });

  it('is of a run after others where Lambda was asked again, or the task was redriven', () => {
    const { event } = opening({ context: {} });
    const { execution } = event;
    expect(readCall(event)).toMatchObject({ attempt: 1, task: { redriveCount: 0 } });
    expect(lookAt(event).mayHaveRun).toBeUndefined();
    const redriven = { Execution: { ...execution.Execution, RedriveCount: 2 } };
    for (const each of [event, sampleEvent()]) {
      expect(lookAt({ ...each, execution: redriven })).toMatchObject({ mayHaveRun: true, task: { redriveCount: 2 } });
      const again = { ...each.execution, State: { RetryCount: 1 } };
      expect(lookAt({ ...each, execution: again })).toMatchObject({ mayHaveRun: true, attempt: 1 });
    }
  });

  it('counts the attempts of this step alone', () => {
    expect(sampleCall({ retry: { Cause: '@4@5@2@charge@' } }).attempt).toBe(3);
    expect(sampleCall({ retry: { step: 'another', Cause: '@4@5@2@another@' } }).attempt).toBe(1);
    // After a redrive.
    expect(sampleCall({ retry: { step: 'charge' } }).attempt).toBe(1);
  });

  it('is read as a machine of version 1 sends it', () => {
    const { step, data, execution } = sampleEvent({ attempt: 2 });
    const { Execution } = execution;
    const older = { ...(data as object), task: { ...task, wire: 1 } };
    const call = lookAt({ step, data: older, execution: Execution, state: { RetryCount: 1 } });
    expect(call).toMatchObject({ attempt: 2, mayHaveRun: true });
    expect(call.task).toMatchObject({ id: Execution.Name, arn: Execution.Id, request: Execution.Input });
  });

  it('says what is wrong where the machine was made by another version', async () => {
    const newer = { ...sampleEvent(), task: { ...task, wire: 3 } };
    const opened = openCall(newer);
    await expect(opened).rejects.toThrow('version 3 of the step event, and this function version 2');
    await expect(opened).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('a failure', () => {
  const failure = { retryable: true };

  it.each([
    [1, 'RetryAfterError', { low: 0, high: 2 }],
    [2, 'RetryAfterError', { low: 0, high: 3 }],
    [3, 'AttemptsExhaustedError', undefined],
  ] as const)('of attempt %i of 3 is a %s', (attempt, error, wait) => {
    expect(judge(sampleCall({ attempt }), failure)).toEqual({ error, ...(wait !== undefined && { wait }) });
    expect(judge(sampleCall({ attempt }), { retryable: false })).toEqual({ error: 'PermanentError' });
  });

  it('waits a random part of what the policy says, or as long as the handler asks for', () => {
    const call = sampleCall({ attempt: 4, step: { max_attempts: 9, delays: [5, 10] } });
    expect(judge(call, failure).wait).toEqual({ low: 0, high: 11 });
    expect(judge(call, { retryable: true, retryAfter: 60 }).wait).toEqual({ low: 60, high: 61 });
  });
});
