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
  return item === undefined ? outside(list, index) : item;
}

/** {@link at} for one kind of list, in the planner's inner loops: a look-up that all kinds share is slow there. */
export function numberAt(numbers: Float64Array, index: number): number {
  return numbers[index] ?? outside(numbers, index);
}

/** {@link at} for one kind of list, as {@link numberAt}. */
export function elementAt(elements: readonly number[], index: number): number {
  return elements[index] ?? outside(elements, index);
}

/** {@link at} for one kind of list, as {@link numberAt}. */
export function listAt<T>(lists: readonly (readonly T[])[], index: number): readonly T[] {
  return lists[index] ?? outside(lists, index);
}

/**
 * Says that a list has no such item.
 *
 * @throws RangeError always.
 */
export function outside(list: ArrayLike<unknown>, index: number): never {
  throw new RangeError(`A list of ${list.length} has no item ${index}.`);
}
