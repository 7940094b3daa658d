import type { Slot } from '../../flow/slots.ts';
import { jsonataText } from './jsonata-text.ts';
import { lineName } from './slot-path.ts';

/**
 * The state data with more members in what lies in a slot, in JSONata. Neither that nor the containers around it need be there.
 *
 * @param members An object.
 */
export function addTo(slot: Slot, members: string): string {
  return adding(namesOf(slot), members, 0);
}

/** The state data with something else in a slot, in JSONata. */
export function putIn(slot: Slot, value: string): string {
  return adding(namesOf(slot), value, 0, true);
}

/** The same of the container of the slot alone. */
export function addWithin(slot: Slot, members: string): string {
  const names = namesOf(slot);
  return adding(names, members, names.length - 1);
}

/** What lies on the way, from outside to inside, and then the same from inside to outside, with the members. No recursion: it would end early. */
function adding(names: readonly string[], members: string, from: number, replaces = false): string {
  const places = names.map(
    (name, depth) => `$c${depth + 1}:=${depth === 0 ? '$states.input' : `$c${depth}`}.${quoted(name)}`,
  );
  const inside = replaces ? `$m:=${members}` : `$m:=$merge([$c${names.length},${members}])`;
  const around = names
    .map((name, depth) => `$m:=$merge([${depth === 0 ? '$states.input' : `$c${depth}`},{${jsonataText(name)}:$m}])`)
    .slice(from)
    .reverse();
  return [...places, inside, ...around, '$m'].join(';');
}

function namesOf({ container, member }: Slot): readonly string[] {
  return [...('member' in container ? namesOf(container) : [lineName(container)]), member];
}

/** The members of an object with as much of its own state data as lies in some slots, of which none holds another, and is there. */
export function pick(slots: readonly Slot[]): string {
  const root: Picked = { members: new Map() };
  for (const slot of slots) {
    const names = namesOf(slot);
    let around = root;
    names.slice(0, -1).forEach((name) => {
      const known: Picked = around.members.get(name) ?? { members: new Map() };
      around.members.set(name, known);
      around = known;
    });
    around.members.set(slot.member, undefined);
  }
  return membersOf(root);
}

/** By member: what is picked of a container, or nothing where it is taken whole. */
interface Picked {
  readonly members: Map<string, Picked | undefined>;
}

function membersOf(picked: Picked): string {
  const members = [...picked.members].map(([name, inside]) => {
    const path = quoted(name);
    return `${jsonataText(name)}:${inside === undefined ? path : `${path}.{${membersOf(inside)}}`}`;
  });
  return members.join(',');
}

/** A name in a path: in a form that takes all of them, also those that mean something to JSONata. */
function quoted(name: string): string {
  return `\`${name}\``;
}
