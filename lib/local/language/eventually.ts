/**
 * What JSONPath knows at once, and JSONata tells later: once other code has run, but without a turn of the event loop, so
 * that no time passes on a virtual clock. It is waited for only where it is a promise, so that the branches of a machine
 * without JSONata take turns as they do on AWS: when one of them waits.
 */
export type Eventually<T> = T | Promise<T>;

/** Goes on with a value: at once when it is here, later when it is promised. `failed` is told why a promise was not kept. */
export function whenSettled<T, R>(
  value: Eventually<T>,
  then: (value: T) => Eventually<R>,
  failed?: (reason: unknown) => never,
): Eventually<R> {
  return value instanceof Promise ? value.then(then, failed) : then(value);
}

/** The values of several steps, taken one after the other: a later step does not begin before an earlier one is done. */
export function inOrder<T extends readonly unknown[]>(
  ...steps: { readonly [K in keyof T]: () => Eventually<T[K]> }
): Eventually<T>;
export function inOrder(...steps: readonly (() => unknown)[]): unknown {
  const values: unknown[] = [];
  const goOn = (): unknown => {
    for (let step = steps[values.length]; step !== undefined; step = steps[values.length]) {
      const value = step();
      if (value instanceof Promise) return value.then(keep);
      values.push(value);
    }
    return values;
  };
  const keep = (value: unknown) => {
    values.push(value);
    return goOn();
  };
  return goOn();
}
