const SOURCE = /\.(?:ts|mts|js|mjs)$/;
const NOT_A_SOURCE = /\.d\.m?ts$|\.(?:test|spec)\.m?[jt]s$/;

/** Whether a file may hold handlers, by its name: tests and declarations do not. */
export function isSource(name: string): boolean {
  return SOURCE.test(name) && !NOT_A_SOURCE.test(name);
}

/** Folders that hold no handlers. */
export const notEntered: readonly string[] = ['dist', '__tests__'];
