import type { JsonValue } from '../../json.ts';
import type { HistoryEvent } from '../../client/index.ts';
import { count, formatNumber } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';
import { payload } from '../payloads.ts';
import { runPath, scrolling } from './words.ts';

/** Events on a page: what a browser shows at once. */
const PER_PAGE = 250;

/** Which events are shown. */
export interface EventQuery {
  /** A part of a type or of a state's name. */
  readonly q: string;
  /** From 1. */
  readonly page: number;
}

/** The history of a run, as Step Functions tells it. */
export function eventsSection(id: string, events: readonly HistoryEvent[], { q, page }: EventQuery): Html {
  const sought = q.toLowerCase();
  const states = statesOf(events);
  const stateIn = (event: HistoryEvent) => states.get(event.id) ?? '';
  const found = events.filter((event) => `${event.type} ${stateIn(event)}`.toLowerCase().includes(sought));
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const shown = Math.min(page, pages);
  const begun = events[0]?.timestamp ?? 0;
  const link = (to: number, text: string) =>
    markup`<a href="${runPath(id, 'events')}?${new URLSearchParams({ q, page: String(to) }).toString()}">${text}</a>`;
  return markup`<form action="${runPath(id, 'events')}" method="get" role="search" aria-label="Events"><label class="grow">Type or state<input type="search" name="q" value="${q}" autocomplete="off"></label><button type="submit">Filter</button></form>
<p class="faint">${count(found.length, 'event')}${q !== '' && ` of ${formatNumber(events.length)}`}${pages > 1 && `, page ${shown} of ${pages}`}</p>
${scrolling(
  'Events',
  markup`<table class="events"><thead><tr><th scope="col">Id</th><th scope="col">After</th><th scope="col">Type</th><th scope="col">State</th><th scope="col">Details</th></tr></thead>
<tbody>${found
    .slice((shown - 1) * PER_PAGE, shown * PER_PAGE)
    .map(
      (event) =>
        markup`<tr id="event-${event.id}"><td class="number">${event.id}</td><td class="number">${formatDuration((event.timestamp - begun) * 1000)}</td><td>${event.type}</td><td class="mono">${stateIn(event)}</td><td>${detailsOf(event)}</td></tr>`,
    )}</tbody></table>`,
)}
${pages > 1 && markup`<nav aria-label="Pages">${shown > 1 && link(shown - 1, '← Earlier')}${shown < pages && link(shown + 1, 'Later →')}</nav>`}`;
}

/** By id of an event, the state that it belongs to: its own, or that of the event before it. */
function statesOf(events: readonly HistoryEvent[]): ReadonlyMap<number, string> {
  const states = new Map<number, string>();
  for (const event of events) {
    const { id, previousEventId } = event;
    if ('stateEnteredEventDetails' in event) states.set(id, event.stateEnteredEventDetails.name);
    else if ('stateExitedEventDetails' in event) states.set(id, event.stateExitedEventDetails.name);
    else if (!event.type.startsWith('Execution')) states.set(id, states.get(previousEventId) ?? '');
  }
  return states;
}

/** What else an event tells; texts that are JSON as what they stand for. */
function detailsOf(event: HistoryEvent): Html | undefined {
  const found = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  const details = found?.[1] as Readonly<Record<string, JsonValue | undefined>> | undefined;
  if (details === undefined) return undefined;
  const members = Object.entries(details).flatMap(([key, value]): [string, JsonValue][] =>
    value === undefined || key === 'inputDetails' || key === 'outputDetails' ? [] : [[key, read(value)]],
  );
  return payload('Details', Object.fromEntries(members), 'unmaskable');
}

function read(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
