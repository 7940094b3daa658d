import { describe, expect, it } from 'vitest';
import { outlineMachine } from '../../lib/client/view/outline-machine.ts';
import { viewExecution } from '../../lib/client/view/view-execution.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import { HistoryBuilder } from './make-history.ts';

const view = (events: readonly HistoryEvent[]) => viewExecution({ definition: outlineMachine(events), events });

/** The same history, with what each invocation was sent. */
function withParameters(events: readonly HistoryEvent[], parameters: unknown): readonly HistoryEvent[] {
  return events.map((event) =>
    event.type === 'TaskScheduled'
      ? {
          ...event,
          taskScheduledEventDetails: { ...event.taskScheduledEventDetails, parameters: JSON.stringify(parameters) },
        }
      : event,
  );
}

describe('outlineMachine', () => {
  it('lets a history be viewed without its definition, branches and retries included', () => {
    const history = new HistoryBuilder();
    history.line().started().step('first', {}, 2);
    const fork = history.events.length;
    const left = history.line(fork).entered('Task', 'left').scheduled();
    const right = history.line(fork).entered('Task', 'right').scheduled();
    left.after(1).failed('RetryableError').after(4).scheduled();
    right.after(1).succeeded({}).exited('Task', 'right');
    left.after(3).succeeded({}).exited('Task', 'left');
    expect(view(history.events)).toMatchObject([
      { name: 'first', state: 'complete', lastAttemptedAt: iso(0), completedAt: iso(2) },
      { name: 'left', state: 'complete', lastAttemptedAt: iso(7), completedAt: iso(11) },
      { name: 'right', state: 'complete', lastAttemptedAt: iso(2), completedAt: iso(8) },
    ]);
  });

  it('takes a Task of the machine itself for no step', () => {
    const history = new HistoryBuilder();
    history.line().started().step('a: arrive', {}).step('a', {});
    expect(view(history.events).map((step) => step.name)).toEqual(['a']);
  });

  it('reads the whole name of a step from what its function was sent', () => {
    const history = new HistoryBuilder();
    history.line().started().step('a-very-long-na-1a2b3c4d', {}, 3);
    const events = withParameters(history.events, { Payload: { step: { name: 'a-very-long-name' } } });
    expect(view(events)).toMatchObject([{ name: 'a-very-long-name', state: 'complete', completedAt: iso(3) }]);
    for (const parameters of ['secret', null, { Payload: { step: null } }, { Payload: { step: { name: 1 } } }]) {
      expect(view(withParameters(history.events, parameters))[0]?.name).toBe('a-very-long-na-1a2b3c4d');
    }
  });

  it('has no steps where there were none', () => {
    const history = new HistoryBuilder();
    history.line().started().entered('Pass', 'begin').exited('Pass', 'begin').ended('Succeeded');
    expect(view(history.events)).toEqual([]);
    expect(view([])).toEqual([]);
  });
});

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
