/** By these, editors make themselves known to a process before its program begins. */
const PRELOADS = /(?:^|\s)(?:-r|--require|--import|--inspect\S*)(?:[\s=]|$)/;

/**
 * Whether a debugger may stop the processes that get these variables, such as those of a debug terminal of VS Code.
 *
 * @example
 * ```ts
 * import { mayBeDebugged } from 'tasker-sfn/local';
 * console.log(mayBeDebugged({ NODE_OPTIONS: '--inspect-brk' })); // true
 * ```
 */
export function mayBeDebugged(environment: Readonly<Record<string, string | undefined>>): boolean {
  return PRELOADS.test(environment['NODE_OPTIONS'] ?? '');
}
