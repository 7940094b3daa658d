const KEY = Symbol.for('tasker-sfn.demo.services');

type Memories = Map<string, Map<string, unknown>>;

/**
 * What the in-memory services remember under a name, by user id. There is one such memory for all handlers of a process,
 * though each is a bundle with a copy of this module.
 */
export function sharedMemory<T>(name: string): Map<string, T> {
  const memories = allMemories();
  const memory = memories.get(name) ?? new Map<string, unknown>();
  memories.set(name, memory);
  return memory as Map<string, T>;
}

/** Forgets everything, for tests. */
export function forgetAll(): void {
  allMemories().clear();
}

/** What is remembered under the key; made and kept when there is nothing yet. */
export function remember<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

function allMemories(): Memories {
  const global = globalThis as { [KEY]?: Memories };
  return (global[KEY] ??= new Map<string, Map<string, unknown>>());
}
