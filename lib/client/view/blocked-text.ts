import type { StepState } from './step-view.ts';

/** A step's state for people: in Tasker's words one that cannot run any more is `pending` for ever. */
export function stateText(state: StepState, blockedBy: readonly string[] = []): string {
  return state === 'pending' && blockedBy.length > 0 ? 'blocked' : state;
}

/** Which failed steps keep a step from running. */
export function blockersText(blockedBy: readonly string[] = []): string {
  const [first, second] = blockedBy;
  if (first === undefined) return 'a dependency failed';
  if (second === undefined) return `${first} failed`;
  return blockedBy.length === 2
    ? `${first} and ${second} failed`
    : `${first} and ${blockedBy.length - 1} others failed`;
}

/** Which decisions passed a step over. */
export function passedOverText(skippedBy: readonly string[] = []): string {
  return skippedBy.length === 0 ? 'not chosen' : `not chosen by ${skippedBy.join(', ')}`;
}

/** The steps that are no part of a task, by the reason for it. */
export function passedOverTexts(
  skipped: readonly { readonly name: string; readonly skippedBy?: readonly string[] }[],
): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, skippedBy } of skipped) {
    const reason = passedOverText(skippedBy);
    names.set(reason, [...(names.get(reason) ?? []), name]);
  }
  return [...names].map(([reason, those]) => `${those.join(', ')}: ${reason}`);
}
