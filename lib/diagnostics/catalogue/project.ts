import { didYouMean, listOf, quote } from '../wording.ts';
import { error } from './entry.ts';

/** What can be wrong around a template: with its file, its neighbours and its handlers. */
export const projectEntries = {
  'file-not-found': error(({ path }: { path: string }) => `There is no file or folder ${quote(path)}.`),
  'unreadable-file': error(
    ({ path, reason }: { path: string; reason: string }) => `The file ${quote(path)} cannot be read: ${reason}.`,
  ),
  'no-templates': error(
    ({ path }: { path: string }) => `The folder ${quote(path)} holds no templates (files that end in .yaml or .yml).`,
  ),
  'duplicate-template': error(
    ({ identity, other }: { identity: string; other: string }) =>
      `Two files define the template ${quote(identity)}: this one and ${quote(other)}.`,
    () => 'Change the "version" or the "name" of one of them.',
  ),
  'handler-not-found': error(
    ({ callable, dir }: { callable: string; dir: string; available: readonly string[]; suggest?: string }) =>
      `No handler named ${quote(callable)} is exported in the folder ${quote(dir)}.`,
    ({ available, suggest }) =>
      didYouMean(suggest) ??
      (available.length > 0
        ? `The folder has ${listOf(available, 'and')}.`
        : 'The folder has no handlers: export a class with a static "handlerName".'),
  ),
  'handler-conflict': error(
    ({ callable, first, second }: { callable: string; first: string; second: string }) =>
      `Two handlers are named ${quote(callable)}: one in ${quote(first)}, one in ${quote(second)}.`,
    () => 'Rename one of them.',
  ),
  'handler-build-failed': error(
    ({ file, reason }: { file: string; reason: string }) =>
      `The handler file ${quote(file)} cannot be built: ${reason}`,
  ),
} as const;
