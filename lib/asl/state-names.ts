import { cutWithHash, shortHash } from '../contract/short-hash.ts';
import { Limit } from '../states-language/limits.ts';
import type { ParallelRegion, Region } from '../plan/region.ts';
import type { Step } from '../template/task-template.ts';

/** Room that an auxiliary state's suffix (such as `: read retry_after`) takes of the 80 characters. */
const SUFFIX_CHARS = 20;
const BASE_CHARS = Limit.stateNameChars - SUFFIX_CHARS;

/** The name of a step's Task: the step's own, which is what people look for in the execution graph. */
export function taskName(step: string): string {
  return cutWithHash(step, Limit.stateNameChars);
}

/**
 * The name of a state that serves a step or a group, such as `create_user: failed`. Step names hold no colon, so these
 * never collide with a Task.
 */
export function auxiliaryName(owner: string, role: string): string {
  return `${cutWithHash(owner, BASE_CHARS)}: ${role}`;
}

/** The name of a Parallel, made of the steps that lead its branches: `parallel(billing, preferences)`. */
export function parallelName(region: ParallelRegion): string {
  const leads = leadsOf(region);
  const full = `parallel(${leads.join(', ')})`;
  if (full.length <= BASE_CHARS) return full;
  const rest = `, +${leads.length - 1} more ${shortHash(full)})`;
  return `parallel(${cutWithHash(leads[0] ?? '', BASE_CHARS - rest.length - 'parallel('.length)}${rest}`;
}

/** The member of the state data that holds a Parallel's results; an identifier, since not every engine reads quoted names. */
export function parallelKey(region: ParallelRegion): string {
  return `parallel_${shortHash(leadsOf(region).join('\n'))}`;
}

/** The member of the state data that holds what a step that waits received from other branches. */
export function receivedKey(step: Step): string {
  return `received_${shortHash(step.name.value)}`;
}

/** What the states are named after with which a step, or a group, tells another step that it has settled. */
export function meetingName(producer: string, consumer: string): string {
  // Each is cut by itself, so that a long one leaves the other to be read.
  const chars = Math.floor((BASE_CHARS - 'meet(, )'.length) / 2);
  return `meet(${cutWithHash(producer, chars)}, ${cutWithHash(consumer, chars)})`;
}

/** Two groups never share all their leads: a group nested in another lies in one of its branches. */
function leadsOf(region: ParallelRegion): readonly string[] {
  return region.branches.map(leadOf);
}

function leadOf(region: Region): string {
  switch (region.kind) {
    case 'step':
      return region.step.name.value;
    case 'sequence':
      return leadOf(region.items[0] as Region);
    case 'parallel':
      return leadOf(region.branches[0] as Region);
  }
}
