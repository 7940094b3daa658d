import { cutWithHash, shortHash } from './short-hash.ts';

/** Step Functions takes names of so many characters. */
const MOST_CHARS = 80;

/** Room that an auxiliary state's suffix (such as `: read retry_after`) takes of the 80 characters. */
const SUFFIX_CHARS = 20;
const BASE_CHARS = MOST_CHARS - SUFFIX_CHARS;

/** The name of a step's Task: the step's own, which is what people look for in the execution graph. */
export function taskName(step: string): string {
  return cutWithHash(step, MOST_CHARS);
}

/**
 * The name of a state that serves a step or a group, such as `create_user: failed`. Step names hold no colon, so these
 * never collide with a Task.
 */
export function auxiliaryName(owner: string, role: string): string {
  return `${cutWithHash(owner, BASE_CHARS)}: ${role}`;
}

/** The name of the state in which a step that yields for long goes on in an execution of its own. */
export function goOnName(step: string): string {
  return auxiliaryName(step, 'go on');
}

/** The name of a state that serves the task as a whole; no step's name holds a bracket. */
export function wholeName(role: string): string {
  return `[${role}]`;
}

/** The name of a Parallel, made of the steps that lead its branches: `parallel(billing, preferences)`. */
export function groupName(leads: readonly string[]): string {
  const full = `parallel(${leads.join(', ')})`;
  if (full.length <= BASE_CHARS) return full;
  const rest = `, +${leads.length - 1} more ${shortHash(full)})`;
  return `parallel(${cutWithHash(leads[0] ?? '', BASE_CHARS - rest.length - 'parallel('.length)}${rest}`;
}

/** The name of the state that runs a part of the task in an execution of its own: `child(first … last)`, by its first step and its last. */
export function childName(first: string, last: string): string {
  const chars = Math.floor((BASE_CHARS - 'child( … )'.length) / 2);
  return `child(${cutWithHash(first, chars)} … ${cutWithHash(last, chars)})`;
}

/** What the states are named after with which a step, or a group, tells another step that it has settled. */
export function meetingName(producer: string, consumer: string): string {
  // Each is cut by itself, so that a long one leaves the other to be read.
  const chars = Math.floor((BASE_CHARS - 'meet(, )'.length) / 2);
  return `meet(${cutWithHash(producer, chars)}, ${cutWithHash(consumer, chars)})`;
}
