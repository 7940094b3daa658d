import { isJsonObject } from '../../json.ts';
import type { State, SubMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import { parseJson } from '../parse-json.ts';

/**
 * As much of a machine as the history of an execution tells: the Tasks of the steps that it entered. So a history can be
 * viewed whose definition is not at hand; it lacks dependencies and what follows a failure.
 */
export function outlineMachine(events: readonly HistoryEvent[]): SubMachine {
  const entered = new Map<number, string>();
  const states = new Map<string, State>();
  for (const event of events) {
    if (event.type === 'TaskStateEntered') {
      const { name } = event.stateEnteredEventDetails;
      entered.set(event.id, name);
      // No step has a colon in its name: such Tasks are the machine's own.
      if (!name.includes(':') && !states.has(name)) states.set(name, taskOf(name));
    } else if (event.type === 'TaskScheduled' || event.type === 'LambdaFunctionScheduled') {
      const state = entered.get(event.previousEventId);
      const step = stepIn(
        event.type === 'TaskScheduled'
          ? event.taskScheduledEventDetails.parameters
          : event.lambdaFunctionScheduledEventDetails.input,
      );
      // The state of a step with a long name has a shortened one.
      if (state !== undefined && step !== undefined) states.set(state, taskOf(step));
    }
  }
  return { StartAt: '', States: Object.fromEntries(states) };
}

function taskOf(step: string): State {
  return { Type: 'Task', Resource: '', Parameters: { Payload: { step: { name: step } } }, End: true };
}

/** The step that an invocation is for, where the history holds the data of the execution. */
function stepIn(input: string | undefined): string | undefined {
  const sent = parseJson(input ?? '');
  if (!isJsonObject(sent)) return undefined;
  const payload = isJsonObject(sent.Payload) ? sent.Payload : sent;
  return isJsonObject(payload.step) && typeof payload.step.name === 'string' ? payload.step.name : undefined;
}
