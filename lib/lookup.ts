/**
 * The value of a key that must be there.
 *
 * @throws Error naming the key when it is missing: a mistake of ours.
 */
export function lookUp<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`Nothing is known of "${String(key)}".`);
  return value;
}

/** The member of an object that has it itself: a name that a user chose never meets what objects inherit, such as `constructor`. */
export function ownMember<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/**
 * The item at an index that must be there; from the end when the index is negative.
 *
 * @throws RangeError naming the index when it lies outside the list: a mistake of ours.
 */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) throw new RangeError(`A list of ${list.length} has no item ${index}.`);
  return item;
}

/** The same for numbers in the innermost loops: a look-up that every kind of list shares is slow there. */
export function numberAt(numbers: Float64Array, index: number): number {
  const number = numbers[index];
  if (number === undefined) throw new RangeError(`A list of ${numbers.length} numbers has no number ${index}.`);
  return number;
}
