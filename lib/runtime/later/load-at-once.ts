/** Loads a part that lies beside the bundle and that nobody waits for: CommonJS, which a module can load at once. */
export function loadAtOnce(file: string): never {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url)(file) as never;
}
