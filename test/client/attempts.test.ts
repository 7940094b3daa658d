import { describe, expect, it } from 'vitest';
import { ExecutionView } from '../../lib/client/view/execution-view.ts';
import { viewExecution } from '../../lib/client/view/view-execution.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { StateMachine, SubMachine } from '../../lib/states-language/types.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';
import { single, stepStates } from './machines.ts';
import { handlerError, HistoryBuilder } from './make-history.ts';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

function oneStep() {
  const definition = single(stepStates('work', { exit: { Next: 'task: complete' } }));
  const history = new HistoryBuilder();
  const line = history.line().started().entered('Task', 'work').scheduled();
  return {
    definition,
    history,
    line,
    attempts: () => viewExecution({ definition, events: history.events })[0]!.history,
  };
}

const crash = JSON.stringify({
  errorType: 'TypeError',
  errorMessage: 'oops',
  trace: ['TypeError: oops', '    at charge (src/charge.ts:12:7)', '    at main (src/main.ts:3:1)'],
});

describe('the attempts of a step', () => {
  it('are told with their times, the waits between them, and why they failed', () => {
    const { line, attempts } = oneStep();
    line.after(2).failed('TypeError', crash).after(3).scheduled().after(1).succeeded({}).exited('Task', 'work');
    const log = { function: '${work}' };
    expect(attempts()).toEqual([
      {
        attempt: 1,
        state: 'error',
        scheduledAt: at(0),
        startedAt: at(0),
        endedAt: at(2),
        waitedMs: 0,
        error: {
          type: 'TypeError',
          message: 'oops',
          retryable: true,
          stack: '    at charge (src/charge.ts:12:7)\n    at main (src/main.ts:3:1)',
        },
        log,
      },
      { attempt: 2, state: 'complete', scheduledAt: at(5), startedAt: at(5), endedAt: at(6), waitedMs: 3000, log },
    ]);
  });

  it('are told alike where a Wait of the machine comes between them', () => {
    const { line, attempts } = oneStep();
    const cause = handlerError('RetryAfterError', { step: 'work', code: 'BUSY' });
    line.after(1).failed('RetryAfterError', cause).exited('Task', 'work');
    line
      .entered('Wait', 'work: retry: wait', { retry: { step: 'work', seconds: 7, attempts: 1 } })
      .after(7)
      .exited('Wait', 'work: retry: wait');
    line.entered('Task', 'work').scheduled();
    expect(attempts()).toMatchObject([
      { attempt: 1, state: 'error', error: { code: 'BUSY' } },
      { attempt: 2, state: 'in_progress', scheduledAt: at(8), waitedMs: 7000 },
    ]);
  });

  it('are none where Lambda failed before the handler ran', () => {
    const { line, attempts } = oneStep();
    line.failed('Lambda.TooManyRequestsException', 'Rate exceeded').after(2).scheduled();
    expect(attempts()).toMatchObject([{ attempt: 1, state: 'in_progress', scheduledAt: at(2) }]);
  });

  it('end when the execution is aborted', () => {
    const { line, attempts } = oneStep();
    line.after(4).ended('Aborted');
    expect(attempts()).toMatchObject([{ state: 'cancelled', endedAt: at(4) }]);
  });

  it('have the id of the invocation where AWS tells it', () => {
    const { definition, history, line } = oneStep();
    line.succeeded({});
    const events = history.events.map((event): HistoryEvent => {
      if (event.type !== 'TaskSucceeded') return event;
      const output = JSON.stringify({ Payload: { result: {} }, SdkResponseMetadata: { RequestId: 'abc' } });
      return { ...event, taskSucceededEventDetails: { ...event.taskSucceededEventDetails, output } };
    });
    const [step] = viewExecution({ definition, events });
    expect(step?.history[0]?.log).toEqual({ function: '${work}', requestId: 'abc' });
  });

  it('have what the function was sent, of the steps for which that is asked', () => {
    const { definition, history } = oneStep();
    const events = history.events.map((event): HistoryEvent => {
      if (event.type !== 'TaskScheduled') return event;
      const parameters = JSON.stringify({ FunctionName: 'f', Payload: { task: { id: 't' } } });
      return { ...event, taskScheduledEventDetails: { ...event.taskScheduledEventDetails, parameters } };
    });
    const kept = viewExecution({ definition, events, keepsInput: (step) => step === 'work' });
    expect(kept[0]?.history[0]?.input).toEqual({ task: { id: 't' } });
    expect(viewExecution({ definition, events })[0]?.history[0]).not.toHaveProperty('input');
  });
});

/** `slow` and `quick` side by side; then `after`, which depends on `quick` alone: a barrier of the plan. */
function withBarrier(): StateMachine {
  const exit = { End: true, OutputPath: '$' } as const;
  const branch = (name: string): SubMachine => ({ StartAt: name, States: stepStates(name, { depth: 1, exit }) });
  return {
    StartAt: 'both',
    States: {
      both: { Type: 'Parallel', Branches: [branch('slow'), branch('quick')], Next: 'after' },
      ...stepStates('after', { dependencies: ['quick'], exit: { Next: 'task: complete' } }),
      'task: complete': { Type: 'Succeed' },
    },
  };
}

describe('a barrier', () => {
  it('is seen while it lasts, and when it is over', () => {
    const history = new HistoryBuilder();
    const main = history.line().started().entered('Parallel', 'both');
    const slow = history.line().entered('Task', 'slow').scheduled();
    const quick = history.line(2).entered('Task', 'quick').scheduled();
    quick.after(1).succeeded({}).exited('Task', 'quick');
    const live = new ExecutionView(withBarrier());
    const waits = () => {
      for (const event of history.events) live.apply(event);
      return live.steps().find(({ name }) => name === 'after')?.waits;
    };
    expect(waits()).toEqual([{ kind: 'barrier', for: ['slow'], from: at(1) }]);
    slow.after(4).succeeded({}).exited('Task', 'slow');
    main.exited('Parallel', 'both').entered('Task', 'after');
    expect(waits()).toEqual([{ kind: 'barrier', for: ['slow'], from: at(1), to: at(5) }]);
  });
});

describe('a wait of a convergence', () => {
  it('begins when the chosen branch has completed and the other one is passed over', async () => {
    const { compiled, history } = await runWorkflow([
      plainStep('look', []),
      { ...plainStep('choose', ['look']), type: 'decision', names: ['chosen'] },
      plainStep('chosen', ['choose']),
      plainStep('other', ['choose']),
      { ...plainStep('slow', []), durationMs: 5000 },
      plainStep('after_slow', ['slow', 'look']),
      { ...plainStep('join', ['chosen', 'other']), type: 'deferred_convergence' },
      plainStep('after_both', ['slow', 'join']),
    ]);
    const steps = viewExecution({ definition: compiled.definition, events: history });
    const stepOf = (name: string) => steps.find((step) => step.name === name);
    expect(stepOf('other')).toMatchObject({ state: 'pending', skipped: true });
    expect(stepOf('join')?.waits).toEqual([
      { kind: 'barrier', for: ['slow'], from: stepOf('chosen')?.completedAt, to: stepOf('join')?.startedAt },
    ]);
  });
});

/** A step that does well in 10 ms. */
function plainStep(name: string, dependencies: readonly string[]): WorkflowStep {
  return {
    name,
    dependencies,
    runs: [],
    retryable: true,
    maxAttempts: 1,
    backoff: 'none',
    baseMs: 100,
    maxMs: 1000,
    timeoutSeconds: 30,
    durationMs: 10,
    retryAfterSeconds: 1,
  };
}

describe('a history of 25,000 events', () => {
  it('is viewed in one pass, and keeps every attempt', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `step_${index}`);
    const states = names.map((name, index) =>
      stepStates(name, {
        dependencies: names.slice(Math.max(0, index - 1), index),
        maxAttempts: 8,
        exit: { Next: names[index + 1] ?? 'task: complete' },
      }),
    );
    const history = new HistoryBuilder();
    const line = history.line().started();
    for (const name of names) {
      line.entered('Task', name).scheduled();
      for (let retry = 1; retry < 8; retry++) line.after(1).failed('TypeError', crash).after(1).scheduled();
      line.succeeded({}).exited('Task', name);
    }
    expect(history.events.length).toBeGreaterThan(25_000);
    const steps = viewExecution({ definition: single(Object.assign({}, ...states)), events: history.events });
    expect(steps.every((step) => step.history.length === 8 && step.waits === undefined)).toBe(true);
  });
});
