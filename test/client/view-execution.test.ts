import type { JsonValue } from '../../lib/json.ts';
import { describe, expect, it } from 'vitest';
import { ExecutionView } from '../../lib/client/view/execution-view.ts';
import type { StepView } from '../../lib/client/view/step-view.ts';
import { viewExecution } from '../../lib/client/view/view-execution.ts';
import type { StateMachine } from '../../lib/states-language/types.ts';
import { diamond, stepStates, single } from './machines.ts';
import { handlerError, HistoryBuilder, withoutLinks } from './make-history.ts';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

function view(definition: StateMachine, history: HistoryBuilder): Record<string, StepView> {
  const steps = viewExecution({ definition, events: history.events });
  return Object.fromEntries(steps.map((step) => [step.name, step]));
}

const states = (steps: Record<string, StepView>) =>
  Object.fromEntries(Object.values(steps).map((step) => [step.name, step.state]));

/** A machine of one step that follows another step, and its history up to the first attempt. */
function oneStep(maxAttempts = 3) {
  const definition = single(stepStates('work', { maxAttempts, exit: { Next: 'task: complete' } }));
  const history = new HistoryBuilder();
  const line = history.line().started().entered('Task', 'work').scheduled();
  return { definition, history, line, steps: () => view(definition, history)['work']! };
}

describe('viewExecution', () => {
  it('shows every step of the definition as pending before anything ran', () => {
    const steps = viewExecution({ definition: diamond(), events: [] });
    expect(steps.map((step) => step.name)).toEqual(['first', 'left', 'right', 'last']);
    expect(steps[3]).toEqual({
      name: 'last',
      state: 'pending',
      dependencies: ['left', 'right'],
      attempts: 0,
      maxAttempts: 3,
      history: [],
    });
  });

  it('shows times, attempts and results of interleaved branches', () => {
    const history = new HistoryBuilder();
    const main = history.line().started().step('first', { n: 1 }).entered('Parallel', 'parallel(left, right)');
    const left = history.line().entered('Task', 'left').scheduled();
    const right = history
      .line(history.events.length - 3)
      .entered('Task', 'right')
      .scheduled();
    left.after(2).succeeded({ from: 'left' });
    right.after(1).failed('TypeError', JSON.stringify({ errorType: 'TypeError', errorMessage: 'oops' }));
    left.exited('Task', 'left');

    expect(view(diamond(), history)).toMatchObject({
      first: { state: 'complete', result: { n: 1 }, attempts: 1, startedAt: at(0), completedAt: at(1) },
      left: { state: 'complete', result: { from: 'left' }, attempts: 1, startedAt: at(1), completedAt: at(4) },
      right: { state: 'waiting_for_retry', attempts: 1, lastFailureAt: at(4), nextRetryAt: at(5) },
      last: { state: 'pending' },
    });

    right.after(1).scheduled().after(1).succeeded({ from: 'right' }).exited('Task', 'right');
    main.exited('Parallel', 'parallel(left, right)').step('last', { n: 4 }).ended('Succeeded', { output: '{}' });
    const steps = view(diamond(), history);
    expect(states(steps)).toEqual({ first: 'complete', left: 'complete', right: 'complete', last: 'complete' });
    expect(steps['right']).toMatchObject({ attempts: 2, lastAttemptedAt: at(5), completedAt: at(6) });
    expect(steps['right']).not.toHaveProperty('error');
    expect(steps['right']).not.toHaveProperty('nextRetryAt');
  });

  it('takes the same events one by one, and passes over those it has seen', () => {
    const history = new HistoryBuilder();
    history.line().started().step('first', { n: 1 });
    const live = new ExecutionView(diamond());
    for (const event of history.events) live.apply(event);
    for (const event of history.events) live.apply(event);
    expect(live.steps()).toEqual(viewExecution({ definition: diamond(), events: history.events }));
    expect(live.steps()[0]).toMatchObject({ state: 'complete', attempts: 1 });
  });

  it('settles a step from what it left, where the engine does not tell how the attempt ended', () => {
    const entries = {
      first: { result: { n: 1 } },
      left: { failure: { step: 'left', caught: { Error: 'PermanentError', Cause: 'no' } } },
    };
    const settled = (step: 'first' | 'left', output: JsonValue) => {
      const history = new HistoryBuilder();
      history.line().started().entered('Task', step).scheduled().after(1).exited('Task', step, output);
      return viewExecution({ definition: diamond(), events: history.events }).find(({ name }) => name === step);
    };
    expect(settled('first', entries)).toMatchObject({ state: 'complete', result: { n: 1 }, attempts: 1 });
    expect(settled('left', { data: [entries] })).toMatchObject({ state: 'error', error: { message: 'no' } });
    expect(settled('first', { other: entries.first })).toMatchObject({ state: 'in_progress' });
  });

  it('reads timestamps as dates too', () => {
    const history = new HistoryBuilder();
    history.line().started().step('first', {});
    const events = history.events.map((event) => ({
      ...event,
      timestamp: new Date(event.timestamp * 1000),
    }));
    expect(viewExecution({ definition: diamond(), events })).toEqual(
      viewExecution({ definition: diamond(), events: history.events }),
    );
  });

  it('tells a permanent error in the words of the handler, and what it blocks', () => {
    const history = new HistoryBuilder();
    history.line().started().step('first', {}).entered('Parallel', 'parallel(left, right)');
    const cause = handlerError('PermanentError', {
      step: 'left',
      type: 'permanent_error',
      code: 'CARD',
      message: 'declined',
      retryable: false,
    });
    history.line().entered('Task', 'left').scheduled().after(1).failed('PermanentError', cause);
    history.line().exited('Task', 'left').entered('Pass', 'left: failed').exited('Pass', 'left: failed');
    expect(view(diamond(), history)).toMatchObject({
      left: {
        state: 'error',
        attempts: 1,
        completedAt: at(2),
        error: { type: 'permanent_error', code: 'CARD', message: 'declined', retryable: false },
      },
      right: { state: 'pending' },
      last: { state: 'pending', blocked: true, blockedBy: ['left'] },
    });
    expect(view(diamond(), history)['right']).not.toHaveProperty('blocked');
  });

  describe('retries', () => {
    it('foresees them, and the failure after the last, from the Retry of the step', () => {
      const { line, steps } = oneStep();
      line.after(1).failed('TypeError', 'oops');
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', attempts: 1, nextRetryAt: at(2) });
      line.after(1).scheduled().after(1).failed('TypeError', 'oops');
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', attempts: 2, nextRetryAt: at(5) });
      line.after(2).scheduled();
      expect(steps()).toMatchObject({ state: 'in_progress', attempts: 3, error: { message: 'oops' } });
      expect(steps()).not.toHaveProperty('nextRetryAt');
      line.after(1).failed('TypeError', 'oops');
      expect(steps()).toMatchObject({ state: 'error', attempts: 3, completedAt: at(6) });
      expect(steps()).not.toHaveProperty('nextRetryAt');
    });

    it('never foresees one of a permanent error', () => {
      const { line, steps } = oneStep();
      line.failed('PermanentError', handlerError('PermanentError', { step: 'work', retryable: false }));
      expect(steps()).toMatchObject({ state: 'error', attempts: 1 });
    });

    it('does not count faults of the Lambda service as attempts', () => {
      const { line, steps } = oneStep();
      line.failed('Lambda.ServiceException', 'busy');
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', attempts: 0, nextRetryAt: at(2) });
      line.scheduled().failed('Lambda.ServiceException', 'busy').scheduled();
      expect(steps()).toMatchObject({ state: 'in_progress', attempts: 1 });
    });

    it('counts no attempt less than none, where an engine tells of a fault before any', () => {
      const { line, steps } = oneStep();
      line.failed('Lambda.ServiceException', 'busy').failed('Lambda.ServiceException', 'busy');
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', attempts: 0, nextRetryAt: at(4) });
      line.exited('Task', 'work').entered('Pass', 'work: failed');
      expect(steps()).toMatchObject({ state: 'error', attempts: 0 });
      expect(steps()).not.toHaveProperty('nextRetryAt');
    });

    it('calls a run that took too long a timeout, and retries it', () => {
      const { line, steps } = oneStep();
      line.after(30).timedOut();
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', error: { type: 'timeout', retryable: true } });
    });

    it('follows a wait that the handler asked for into the same Task again', () => {
      const { line, steps } = oneStep();
      const details = { step: 'work', attempts: 1, retry_after: 40 };
      line.after(1).failed('RetryAfterError', handlerError('RetryAfterError', details)).exited('Task', 'work');
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', attempts: 1 });
      line.entered('Pass', 'work: retry').exited('Pass', 'work: retry');
      line.entered('Wait', 'work: retry: wait', { retry: { step: 'work', seconds: 40, attempts: 1 } });
      expect(steps()).toMatchObject({ state: 'waiting_for_retry', nextRetryAt: at(41) });
      line.after(40).exited('Wait', 'work: retry: wait').entered('Task', 'work').scheduled();
      expect(steps()).toMatchObject({ state: 'in_progress', attempts: 2, startedAt: at(0) });
      line.after(1).succeeded({ ok: true }).exited('Task', 'work');
      expect(steps()).toMatchObject({ state: 'complete', attempts: 2, result: { ok: true }, completedAt: at(42) });
    });

    it('starts the retriers anew when the Task is entered again', () => {
      const { line, steps } = oneStep(2);
      line.failed('TypeError', 'oops').scheduled();
      line
        .failed('RetryAfterError', handlerError('RetryAfterError', { step: 'work', attempts: 2 }))
        .exited('Task', 'work');
      line.entered('Task', 'work').scheduled().failed('TypeError', 'oops');
      expect(steps().state).toBe('waiting_for_retry');
    });

    it('finds the step that waits where the steps of a level share the states of a retry', () => {
      const exit = { Next: 'second' } as const;
      const shared = single({
        ...stepStates('first', { exit }),
        ...stepStates('second', { exit: { Next: 'task: complete' } }),
        'first: retry: wait': { Type: 'Wait', SecondsPath: '$.retry.seconds', Next: 'which?' },
        'second: retry': { Type: 'Pass', ResultPath: '$.retry', Next: 'first: retry: wait' },
        'which?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.retry.step', StringEquals: 'first', Next: 'first' }],
          Default: 'second',
        },
      });
      const history = new HistoryBuilder();
      const line = history.line().started().step('first', {}).entered('Task', 'second').scheduled();
      line.failed('RetryAfterError', handlerError('RetryAfterError', { step: 'second' })).exited('Task', 'second');
      line.entered('Wait', 'first: retry: wait', { retry: { step: 'second', seconds: 9, attempts: 1 } });
      const steps = view(shared, history);
      expect(steps['first']).toMatchObject({ state: 'complete' });
      expect(steps['second']).toMatchObject({ state: 'waiting_for_retry', nextRetryAt: at(10) });
    });
  });

  describe('the end', () => {
    const running = () => {
      const history = new HistoryBuilder();
      const main = history.line().started().step('first', {}).entered('Parallel', 'parallel(left, right)');
      history.line().entered('Task', 'left').scheduled();
      history.line().entered('Task', 'right').scheduled().failed('TypeError', 'oops');
      return { history, main };
    };

    it('cancels running and waiting steps of an aborted execution', () => {
      const { history, main } = running();
      main.after(5).ended('Aborted');
      const steps = view(diamond(), history);
      expect(states(steps)).toEqual({ first: 'complete', left: 'cancelled', right: 'cancelled', last: 'cancelled' });
      expect(steps['left']).toMatchObject({ completedAt: at(6) });
    });

    it('cancels only what ran when the execution timed out', () => {
      const { history, main } = running();
      main.ended('TimedOut');
      expect(states(view(diamond(), history))).toMatchObject({
        left: 'cancelled',
        right: 'cancelled',
        last: 'pending',
      });
    });

    it('names the step that brought the execution down without being caught', () => {
      const { history, main } = running();
      main.ended('Failed', { error: 'TypeError', cause: 'oops' });
      expect(states(view(diamond(), history))).toMatchObject({ left: 'cancelled', right: 'error' });
    });

    it('cancels a step that was aborted with its branch', () => {
      const history = new HistoryBuilder();
      history.line().started().entered('Task', 'first').scheduled().aborted();
      expect(view(diamond(), history)['first']).toMatchObject({ state: 'cancelled' });
    });

    it('is taken from the description of the execution where the history has none', () => {
      const { history } = running();
      const steps = viewExecution({
        definition: diamond(),
        events: history.events,
        execution: { status: 'ABORTED', stopDate: new Date(9_000) },
      });
      expect(steps[1]).toMatchObject({ state: 'cancelled', completedAt: at(9) });
    });

    it('gives results and failures that the history did not show', () => {
      const succeeded = viewExecution({
        definition: diamond(),
        events: [],
        execution: {
          status: 'SUCCEEDED',
          stopDate: 7,
          output: '{"first":{"n":1},"left":{},"right":{},"last":{"n":2}}',
        },
      });
      expect(succeeded.map((step) => step.state)).toEqual(['complete', 'complete', 'complete', 'complete']);
      expect(succeeded[3]).toMatchObject({ result: { n: 2 }, attempts: 1, completedAt: at(7) });

      const failure = { step: 'first', error: 'PermanentError', code: 'X', message: 'no', attempts: 2 };
      const failed = viewExecution({
        definition: diamond(),
        events: [],
        execution: { status: 'FAILED', stopDate: 7, cause: JSON.stringify({ failed: [failure], blocked: [] }) },
      });
      expect(failed[0]).toMatchObject({
        state: 'error',
        attempts: 2,
        error: { type: 'PermanentError', code: 'X', message: 'no', retryable: false },
      });
      expect(failed[3]).toMatchObject({ state: 'pending', blockedBy: ['first'] });
    });
  });

  it('reads an engine that links no events and tells nothing of branches', () => {
    const history = new HistoryBuilder();
    const main = history.line().started().step('first', { n: 1 }).entered('Parallel', 'parallel(left, right)');
    history.line().step('left', { from: 'left' });
    const cause = handlerError('PermanentError', { step: 'right', message: 'no', retryable: false, attempts: 1 });
    history.line().entered('Task', 'right').scheduled().failed('PermanentError', cause).exited('Task', 'right');
    main.exited('Parallel', 'parallel(left, right)', {
      steps: {
        first: { result: { n: 1 } },
        parallel_0: [
          { left: { result: { from: 'left' } } },
          { right: { failure: { step: 'right', caught: { Error: 'PermanentError', Cause: cause } } } },
        ],
      },
    });
    const events = withoutLinks(history.events, new Set(['left', 'right']));
    const [first, left, right, last] = viewExecution({ definition: diamond(), events });
    expect(first).toMatchObject({ state: 'complete', attempts: 1, result: { n: 1 } });
    expect(left).toMatchObject({ state: 'complete', attempts: 1, result: { from: 'left' } });
    expect(right).toMatchObject({ state: 'error', attempts: 1, error: { message: 'no' } });
    expect(last).toMatchObject({ state: 'pending', blocked: true, blockedBy: ['right'] });
  });

  it('shows the reference where a result is parked', () => {
    const history = new HistoryBuilder();
    const parked = { tasker_sfn_parked: { uri: 's3://results/a', bytes: 300_000 } };
    history.line().started().step('first', parked);
    expect(view(diamond(), history)['first']!.result).toEqual(parked);
  });
});
