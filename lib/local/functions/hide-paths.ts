import { pathToFileURL } from 'node:url';

/** Where the code of a function lies on Lambda. */
const TASK_ROOT = '/var/task';
/** An absolute path of a file at a line, as a stack trace has it. */
const PLACE = /(?<=^|[\s(])(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s()]*[\\/]([^\s()\\/]+)(?=:\d+)/g;

/**
 * The text of an error as it would be on Lambda, where the code of a function lies in `/var/task`: where it lies on this machine,
 * below `root` or elsewhere, is nobody's business. A file of a package keeps its path in there: that it is one tells it from the user's own.
 */
export function hidePaths(text: string, root: string): string {
  const shown = [pathToFileURL(root).href, root].reduce((rest, each) => rest.replaceAll(each, TASK_ROOT), text);
  return shown.replaceAll(PLACE, (place, file: string) => {
    if (place.startsWith(TASK_ROOT)) return place;
    return TASK_ROOT + (/[\\/]node_modules[\\/].*/.exec(place)?.[0].replaceAll('\\', '/') ?? `/${file}`);
  });
}
