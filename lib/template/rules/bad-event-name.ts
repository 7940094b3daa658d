import { isDamaged, type Rule } from '../rule.ts';

const PATTERN = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;

/** An event's name is two or more lower-case words, joined by dots. Tasker: "event_validator.rs". */
export const badEventName: Rule = (draft, report) => {
  for (const event of draft.template.steps.flatMap((step) => step.publishesEvents)) {
    const node = draft.written.get(event)?.entries.get('name')?.value;
    if (node === undefined || isDamaged(draft, event, 'name') || PATTERN.test(event.name)) continue;
    report('bad-event-name', node.span, { name: event.name });
  }
};
