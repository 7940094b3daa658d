import type { StepState, StepView } from './step-view.ts';

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

/** Why a step was passed over: which decisions did not choose it, and which batches had no work. */
export function passedOverText({
  skippedBy = [],
  emptyBatches = [],
}: Pick<StepView, 'skippedBy' | 'emptyBatches'>): string {
  const deciders = skippedBy.filter((name) => !emptyBatches.includes(name));
  const noWork = emptyBatches.length === 0 ? [] : [`no work in ${emptyBatches.join(', ')}`];
  if (deciders.length > 0) return [`not chosen by ${deciders.join(', ')}`, ...noWork].join(', ');
  return noWork[0] ?? 'not chosen';
}

/** The steps that are no part of a task, by the reason for it. */
export function passedOverTexts(
  skipped: readonly Pick<StepView, 'name' | 'skippedBy' | 'emptyBatches'>[],
): readonly string[] {
  const names = new Map<string, string[]>();
  for (const step of skipped) {
    const reason = passedOverText(step);
    names.set(reason, [...(names.get(reason) ?? []), step.name]);
  }
  return [...names].map(([reason, those]) => `${those.join(', ')}: ${reason}`);
}
