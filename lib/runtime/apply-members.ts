/**
 * Gives an object the named members of a prototype: methods bound to the object, and getters. How a handler that
 * extends another class takes on the abilities of one of ours.
 */
export function applyMembers<T extends object, S extends object>(
  target: T,
  source: S,
  names: readonly (keyof S & string)[],
): T & S {
  for (const name of names) {
    const member = Object.getOwnPropertyDescriptor(source, name);
    if (typeof member?.value === 'function') {
      const method = member.value as (...args: unknown[]) => unknown;
      Object.defineProperty(target, name, { value: method.bind(target), configurable: true, writable: true });
    } else if (member) {
      Object.defineProperty(target, name, member);
    }
  }
  return target as T & S;
}
