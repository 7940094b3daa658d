/**
 * A copy of an object with one more member, or with another value of one. Where the name is new, `{ ...object, [name]: value }` costs
 * ten times as much in V8: each such object gets a form of its own, and keeps what was made with it until the old space is cleaned.
 */
export function withMember<T>(
  object: Readonly<Record<string, T>> | undefined,
  name: string,
  value: T,
): Record<string, T> {
  // An assignment to this name would set the prototype.
  const isSpecial = name === '__proto__' || (object !== undefined && Object.hasOwn(object, '__proto__'));
  if (isSpecial) return { ...object, [name]: value };
  return Object.assign({}, object, { [name]: value });
}
