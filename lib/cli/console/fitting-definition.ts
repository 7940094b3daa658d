import { viewStates } from '../../client/view/view-states.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { UsageError } from '../exit-code.ts';

/** A definition of a file, by the name of its machine. */
export interface NamedDefinition {
  readonly name: string;
  readonly definition: StateMachine;
}

/** Which of some definitions a history is of. It names none, so it must be the one that has all states which were entered. */
export function fittingDefinition(
  file: string,
  events: readonly HistoryEvent[],
  definitions: readonly NamedDefinition[],
): NamedDefinition {
  const judged = definitions.map((each) => ({ each, missing: missingState(each.definition, events) }));
  const [found, ...others] = judged.filter(({ missing }) => missing === undefined).map(({ each }) => each);
  if (found === undefined) {
    const why = judged.map(({ each, missing }) => `"${each.name}" has no ${missing ?? ''}`).join('; ');
    throw new UsageError(`The history "${file}" is of none of the definitions: ${why}.`);
  }
  if (others.length === 0) return found;
  const names = [found, ...others].map(({ name }) => `"${name}"`).join(', ');
  throw new UsageError(
    `The history "${file}" may be of several of the definitions: ${names}. Show it alone, and name the one that it is of.`,
  );
}

/** The first state that was entered and is not in the definition. */
function missingState(definition: StateMachine, events: readonly HistoryEvent[]): string | undefined {
  const types = new Map(viewStates(definition, []).map(({ step, type }) => [step.name, type]));
  for (const event of events) {
    if (!('stateEnteredEventDetails' in event)) continue;
    const { name } = event.stateEnteredEventDetails;
    const type = event.type.replace('StateEntered', '');
    if (types.get(name) !== type) return `${type} state "${name}"`;
  }
  return undefined;
}
