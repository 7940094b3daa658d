/** What a room may import of another: its values, or types alone. */
export type Door = 'value' | 'type';

/** By room, the rooms it may import. */
export type Doors = ReadonlyMap<string, ReadonlyMap<string, Door>>;

/**
 * Reads the tables of rooms in ARCHITECTURE.md: each row names a room, says what it holds, and lists whom it may import,
 * such as `contract, template (types)`, `–` or `everything but constructs`.
 */
export function readDoors(markdown: string): Doors {
  const rows = [...markdown.matchAll(/^\| `([^`]+)` \|[^|\n]*\| ([^|\n]*) \|$/gm)].map(
    ([, room = '', list = '']) => [room.replace(/\.ts$/, ''), list.trim()] as const,
  );
  const rooms = rows.map(([room]) => room);
  return new Map(rows.map(([room, list]) => [room, doorsOf(room, list, rooms)]));
}

function doorsOf(room: string, list: string, rooms: readonly string[]): ReadonlyMap<string, Door> {
  if (list === '–') return new Map();
  const [, excepted] = /^everything but (.+)$/.exec(list) ?? [];
  if (excepted !== undefined) {
    const others = rooms.filter((other) => other !== room && other !== excepted && !other.includes('/'));
    return new Map(others.map((other) => [other, 'value']));
  }
  return new Map(
    list.split(', ').map((entry) => {
      const [, name = entry, types] = /^`?([\w./-]+?)`?(?:\.ts)?( \(types\))?$/.exec(entry) ?? [];
      const inside = room.includes('/') && rooms.includes(`${parentOf(room)}/${name}`);
      const full = inside ? `${parentOf(room)}/${name}` : name;
      if (!rooms.includes(full)) throw new Error(`ARCHITECTURE.md lets ${room} import "${entry}", which is no room.`);
      return [full, types === undefined ? 'value' : 'type'];
    }),
  );
}

function parentOf(room: string): string {
  return room.slice(0, room.lastIndexOf('/'));
}
