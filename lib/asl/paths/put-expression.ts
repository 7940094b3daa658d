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
export function putWithin(slot: Slot, value: string): string {
  const names = namesOf(slot);
  return adding(names, value, names.length - 1, true);
}

/** What {@link addTo} makes, of the container of the slot alone. */
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

/** What is picked of the state data: statements that make it, and the members of an object that holds it then. */
export interface Picked {
  readonly statements: readonly string[];
  readonly members: string;
}

/** As much of the state data as lies in some slots, of which none holds another, and is there. No recursion, as above. */
export function pick(slots: readonly Slot[]): Picked {
  const root: Part = { value: '$states.input', members: new Map() };
  // Each comes after the one around it.
  const parts: Part[] = [];
  const reads: string[] = [];
  for (const slot of slots) {
    let around = root;
    for (const name of namesOf(slot).slice(0, -1)) {
      const known = around.members.get(name);
      const part: Part = known ?? { value: `$p${parts.length}`, members: new Map() };
      if (known === undefined) {
        parts.push(part);
        reads.push(`${part.value}:=${around.value}.${quoted(name)}`);
        around.members.set(name, part);
      }
      around = part;
    }
    around.members.set(slot.member, undefined);
  }
  const made = parts.map((part) => `${part.value}:={${membersOf(part)}}`).reverse();
  return { statements: [...reads, ...made], members: membersOf(root) };
}

/** A container of which members are picked. */
interface Part {
  /** What it is called in the expression. */
  readonly value: string;
  /** By member: what is picked of a container, or nothing where it is taken whole. */
  readonly members: Map<string, Part | undefined>;
}

function membersOf({ value, members }: Part): string {
  return [...members]
    .map(([name, inside]) => `${jsonataText(name)}:${inside === undefined ? `${value}.${quoted(name)}` : inside.value}`)
    .join(',');
}

/** A name in a path: in a form that takes all of them, also those that mean something to JSONata. */
function quoted(name: string): string {
  return `\`${name}\``;
}
