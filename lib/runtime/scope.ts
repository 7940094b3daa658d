import type { AsyncLocalStorage } from 'node:async_hooks';

/** What is known wherever the code of one call runs, however deep. */
export interface Scope<T> {
  run<R>(value: T, run: () => R): R;
  get(): T | undefined;
}

/** One for all copies of this module: a bundle has one, and so has each part of the runtime that it loads later. */
const STORAGE = Symbol.for('tasker-sfn.scopes');

type Members = Readonly<Record<string, unknown>>;

/** The scope of this name. */
export function scopeOf<T>(name: 'log' | 'call'): Scope<T> {
  return {
    run: (value, run) => storage().run({ ...storage().getStore(), [name]: value }, run),
    get: () => storage().getStore()?.[name] as T | undefined,
  };
}

/** An import of the module would take longer to load than all that a call does with it. */
function storage(): AsyncLocalStorage<Members> {
  const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<Members> };
  return (shared[STORAGE] ??= new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)());
}
