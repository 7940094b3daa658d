const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NOT_A_SOURCE = /\.d\.[cm]?ts$|\.(?:test|spec)\.\w+$/;

/** Whether a file may hold handlers, by its name: tests and declarations do not. */
export function isSource(name: string): boolean {
  return SOURCE.test(name) && !NOT_A_SOURCE.test(name);
}

/** Folders that hold no handlers. */
export const notEntered: readonly string[] = ['dist', '__tests__'];
