import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Door, Doors } from './doors.ts';
import { readSource, type Import, type SourceFacts } from './read-source.ts';

/** What the house promises beside its doors. */
export interface HouseRules {
  readonly doors: Doors;
  /** Rooms that every other may import. */
  readonly open: readonly string[];
  /** Rooms that are text in, values out, each with the packages it may import all the same. */
  readonly pure: Readonly<Record<string, readonly string[]>>;
  /** By room, the packages that must never be loaded there, and those that must be loaded when needed, not before. */
  readonly forbidden: Readonly<Record<string, readonly string[]>>;
  readonly lazy: Readonly<Record<string, readonly string[]>>;
}

/** What is known of the files of a folder, by path below it. */
export type House = ReadonlyMap<string, SourceFacts>;

export function readHouse(files: Iterable<readonly [file: string, text: string]>): House {
  return new Map([...files].map(([file, text]) => [file, readSource(file, text)]));
}

/** Every breach of the rules in the files of lib/, as one line each. */
export function findViolations(house: House, rules: HouseRules): readonly string[] {
  return [...house].flatMap(([file, { imports, effects }]) => {
    const room = roomOf(file, rules.doors);
    if (room === undefined) return [`${file}: its room is not in the table of ARCHITECTURE.md`];
    const isPure = room in rules.pure;
    return [
      ...imports.flatMap((each) => importProblems(file, room, each, rules)),
      ...(isPure ? effects.map(({ name, line }) => `${file}:${line}: ${room} is pure, and must not use ${name}`) : []),
    ];
  });
}

/** The room of a file: the deepest folder that the table names, or the file's own name when it lies in lib/ itself. */
export function roomOf(file: string, doors: Doors): string | undefined {
  const parts = file.replace(/\.ts$/, '').split('/');
  for (let length = parts.length; length > 0; length--) {
    const room = parts.slice(0, length).join('/');
    if (doors.has(room)) return room;
  }
  return undefined;
}

function importProblems(file: string, room: string, { specifier, kind, lazy, line }: Import, rules: HouseRules) {
  const at = `${file}:${line}:`;
  if (!specifier.startsWith('.')) return packageProblems(at, room, specifier, kind, lazy, rules);
  const target = roomOf(posix.join(posix.dirname(file), specifier), rules.doors);
  if (target === undefined || target === room || rules.open.includes(target)) return [];
  const door = doorTo(room, target, rules.doors);
  if (door === undefined) return [`${at} no door from ${room} to ${target}`];
  return door === 'type' && kind === 'value' ? [`${at} ${room} may import types alone from ${target}`] : [];
}

/** A room within a room has the doors that its own row names. Others may enter it where they may enter the whole. */
function doorTo(room: string, target: string, doors: Doors): Door | undefined {
  const own = doors.get(room);
  const whole = target.split('/')[0] ?? target;
  // The index of a room within which there are rooms may show all of them.
  if (whole === room) return 'value';
  if (whole === room.split('/')[0]) return own?.get(target);
  return own?.get(target) ?? own?.get(whole);
}

function packageProblems(
  at: string,
  room: string,
  specifier: string,
  kind: Import['kind'],
  lazy: boolean,
  { pure, forbidden, lazy: needed }: HouseRules,
): readonly string[] {
  const whole = room.split('/')[0] ?? room;
  const matches = (names: readonly string[] | undefined) =>
    names?.some((name) => specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`)) ?? false;
  const allowed = pure[room];
  if (allowed !== undefined && !matches(allowed)) {
    return [`${at} ${room} is pure, and must not import ${isBuiltin(specifier) ? "Node's " : ''}${specifier}`];
  }
  if (matches(forbidden[whole])) return [`${at} ${whole} must never load ${specifier}`];
  if (kind === 'value' && !lazy && matches(needed[whole]))
    return [`${at} ${whole} must import ${specifier} when needed`];
  return [];
}

function isBuiltin(specifier: string): boolean {
  return builtinModules.includes(specifier.replace(/^node:/, ''));
}

/** Circles of imports between files, each as its path; `kinds` tells which imports count. */
export function findCycles(house: House, kinds: readonly Import['kind'][] = ['type', 'value']): readonly string[] {
  const imports = new Map(
    [...house].map(([file, facts]) => [
      file,
      facts.imports
        .filter(({ specifier, kind }) => specifier.startsWith('.') && kinds.includes(kind))
        .map(({ specifier }) => posix.join(posix.dirname(file), specifier))
        .filter((target) => house.has(target)),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of house.keys()) visit(file, []);
  return cycles;
}
