import type { NewHandler } from './source-writer.ts';
import { pascalCase, wordsOf } from './names.ts';

/** The folder of a new handler, within that of all handlers. */
export function folderOf({ callable, namespace }: NewHandler): string {
  const [first = '', ...others] = callable.split(/::|\./);
  return namespace ?? (others.length === 0 ? '' : wordsOf(first).join('_'));
}

/** The last part of the callable as a class of its own: `Handler` at its end keeps it apart from all other names. */
export function classNameOf({ callable }: NewHandler): string {
  const name = pascalCase(callable.split(/::|\./).at(-1) ?? '');
  return name.endsWith('Handler') && name !== 'StepHandler' ? name : `${name}Handler`;
}

/** The name of a file, without its extension, from the words of the class. */
export function fileNameOf(handler: NewHandler, between: '-' | '_'): string {
  return wordsOf(classNameOf(handler)).join(between);
}
