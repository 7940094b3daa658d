/** Compares names as people sort them: `step_2` comes before `step_10`. */
export function compareNaturally(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    const [one = '', other = ''] = [first[index], second[index]];
    if (one === other) continue;
    const [left, right] = [Number(one), Number(other)];
    if (left !== right && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
    return one < other ? -1 : 1;
  }
  return first.length - second.length;
}

/** Text and digits in turn. */
function partsOf(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? [];
}
