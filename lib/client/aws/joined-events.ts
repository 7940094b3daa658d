import type { HistoryEvent } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import { JoinedHistory } from '../view/joined-history.ts';
import type { ExecutionHistory } from './execution-history.ts';
import type { WholeMachine } from './whole-machine.ts';

/** What has been read of an execution and of those that run parts of its task, as one history. Events of unknown types are left out. */
export function joinedEvents(history: ExecutionHistory, parts: WholeMachine['parts']): readonly HistoryEvent[] {
  const joined = parts.size === 0 ? undefined : new JoinedHistory([...history.definitions, ...parts.values()]);
  return [...history.take()].flatMap(({ event, part }) => {
    const known = readEvent(event);
    return (known && (joined === undefined ? known : joined.add(known, part))) ?? [];
  });
}
