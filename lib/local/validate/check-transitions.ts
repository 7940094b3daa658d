import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import type { Problems } from './problem.ts';

/** A place that names a state to go to. */
interface Transition {
  readonly target: string;
  readonly location: string;
}

/** Checks that every transition leads to a state, every state can be reached, and the machine can end. */
export function checkTransitions(machine: JsonObject, states: JsonObject, location: string, problems: Problems): void {
  const { StartAt: start } = machine;
  if (start === undefined) return;
  if (!problems.checkText(`${location}/StartAt`, start)) return;
  checkTarget({ target: start, location: `${location}/StartAt` }, states, problems);
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    for (const transition of transitionsOf(state, `${location}/States/${name}`))
      checkTarget(transition, states, problems);
  }
  const reached = reachable(start, states);
  // Of a loop, the service says that it never ends, and nothing of the states that it keeps control from.
  const isLoop = reached.size > 0 && [...reached].every((name) => leadsOn(states[name], states));
  for (const [name, state] of Object.entries(states)) {
    if (isLoop || reached.has(name) || !isObject(state)) continue;
    problems.error('MISSING_TRANSITION_TARGET', `${location}/States/${name}`, `State "${name}" is not reachable.`);
  }
  if (isLoop || (reached.size > 0 && !Object.values(states).some(isTerminal))) {
    problems.error('MISSING_END_STATE', location === '' ? undefined : location, 'Workflow has no terminal state');
  }
}

/** Whether control cannot end at a state, and goes from it to states that exist. */
function leadsOn(state: JsonValue | undefined, states: JsonObject): boolean {
  if (!isObject(state) || isTerminal(state)) return false;
  const transitions = transitionsOf(state, '');
  return transitions.length > 0 && transitions.every(({ target }) => Object.hasOwn(states, target));
}

function checkTarget({ target, location }: Transition, states: JsonObject, problems: Problems): void {
  if (Object.hasOwn(states, target)) return;
  problems.error('MISSING_TRANSITION_TARGET', location, `Missing 'Next' target: ${target}`);
}

function reachable(start: string, states: JsonObject): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = Object.hasOwn(states, name) ? states[name] : undefined;
    if (reached.has(name) || !isObject(state)) continue;
    reached.add(name);
    waiting.push(...transitionsOf(state, '').map(({ target }) => target));
  }
  return reached;
}

/** Whether control can end at a state. One that leads nowhere counts: what it lacks is told elsewhere. */
function isTerminal(state: JsonValue | undefined): boolean {
  return isObject(state) && state['Next'] === undefined && state['Type'] !== 'Choice';
}

function transitionsOf(state: JsonObject, location: string): readonly Transition[] {
  const found: Transition[] = [];
  const take = (target: JsonValue | undefined, at: string) => {
    if (typeof target === 'string') found.push({ target, location: at });
  };
  take(state['Next'], `${location}/Next`);
  take(state['Default'], `${location}/Default`);
  for (const field of ['Choices', 'Catch']) {
    const list = state[field];
    if (!isArray(list)) continue;
    for (const [index, entry] of list.entries()) {
      if (isObject(entry)) take(entry['Next'], `${location}/${field}[${String(index)}]/Next`);
    }
  }
  return found;
}
