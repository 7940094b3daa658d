import type { HistoryEvent } from '../../lib/states-language/history.ts';

/** The state that an event says control enters or leaves. */
export function stateIn(event: HistoryEvent): string | undefined {
  if ('stateEnteredEventDetails' in event) return event.stateEnteredEventDetails.name;
  return 'stateExitedEventDetails' in event ? event.stateExitedEventDetails.name : undefined;
}
