import type { JsonValue } from '../../json.ts';
import type { HistoryEvent } from '../../client/index.ts';
import { count, formatNumber } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';
import { payloadText } from '../payloads.ts';
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
  markup`<table class="events rows"><thead><tr><th scope="col">Id</th><th scope="col">After</th><th scope="col">Type</th><th scope="col">State</th><th scope="col">What it carries</th></tr></thead>
<tbody>${found
    .slice((shown - 1) * PER_PAGE, shown * PER_PAGE)
    .map(
      (event) =>
        markup`<tr id="event-${event.id}"><td class="number"><a class="row" href="${eventPath(id, event.id)}">${event.id}</a></td><td class="number">${formatDuration((event.timestamp - begun) * 1000)}</td><td>${event.type}</td><td class="mono">${stateIn(event)}</td><td class="message">${gistOf(event)}</td></tr>`,
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

/** One event, with all that it carries. */
export function eventSections(id: string, events: readonly HistoryEvent[], event: HistoryEvent): Html {
  const begun = events[0]?.timestamp ?? 0;
  const { previousEventId } = event;
  const members = Object.entries(detailsOf(event)).map(([key, value]): [string, JsonValue] => [key, read(value)]);
  const link = (to: number, text: string) =>
    to >= 1 && to <= events.length && markup`<a href="${eventPath(id, to)}">${text}</a>`;
  return markup`<p>${formatDuration((event.timestamp - begun) * 1000)} after the start of <a href="${runPath(id)}">the run</a><span class="faint">, at ${new Date(event.timestamp * 1000).toISOString()}</span></p>
<nav aria-label="Events">${link(event.id - 1, `← ${event.id - 1}`)}${link(previousEventId, `follows on ${previousEventId}`)}${link(event.id + 1, `${event.id + 1} →`)}</nav>
${members.map(([key, value]) => markup`<h2>${key}</h2>${payloadText(value, 'unmaskable')}`)}`;
}

function eventPath(id: string, event: number): string {
  return runPath(id, `events/${event}`);
}

/** The members of an event's details that tell something. */
function detailsOf(event: HistoryEvent): Readonly<Record<string, JsonValue>> {
  const found = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  const details = (found?.[1] ?? {}) as Readonly<Record<string, JsonValue | undefined>>;
  return Object.fromEntries(
    Object.entries(details).flatMap(([key, value]): [string, JsonValue][] =>
      value === undefined || key === 'inputDetails' || key === 'outputDetails' ? [] : [[key, value]],
    ),
  );
}

/** What an event carries, in a few words: texts may have 256 KiB each. */
function gistOf(event: HistoryEvent): string {
  return Object.entries(detailsOf(event))
    .filter(([key]) => key !== 'name')
    .map(([key, value]) => {
      if (typeof value !== 'string') return key;
      if (key === 'error') return value.slice(0, 200);
      return value.length <= 40 ? key : `${key} (${formatNumber(value.length)} characters)`;
    })
    .join(', ');
}

/** Texts that are JSON as what they stand for. */
function read(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
