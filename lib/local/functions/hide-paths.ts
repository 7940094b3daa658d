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
  const roots = [pathToFileURL(root).href, root, escaped(root)];
  const shown = roots.reduce((rest, each) => rest.replaceAll(each, TASK_ROOT), text);
  return shown.replaceAll(PLACE, (place, file: string) => {
    if (place.startsWith(TASK_ROOT)) return place;
    return TASK_ROOT + (/[\\/]node_modules[\\/].*/.exec(place)?.[0].replaceAll('\\', '/') ?? `/${file}`);
  });
}

/** As it is in JSON that is ASCII alone, which Python writes. */
function escaped(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
