/** A callable in its one canonical spelling: `A::B::C` and `A.B.C` name the same handler. */
export function canonicalCallable(callable: string): string {
  return callable.replaceAll('::', '.');
}
