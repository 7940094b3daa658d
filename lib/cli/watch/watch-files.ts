import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFolder } from '../../project/index.ts';

/** What is watched: changes of the files themselves, and whatever changes in the folders and below them. */
export interface Watched {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Tells of changes, one batch after the other. */
export interface FileWatcher {
  /** Watches these from now on, and what was watched before no longer. All paths are absolute. */
  watch(watched: Watched): void;
  /** Resolves with the files that have changed since the last batch, once there are some and it is quiet; undefined when it is closed. */
  next(): Promise<ReadonlySet<string> | undefined>;
  close(): void;
}

/** An editor writes a file in several strokes. */
const QUIET_MS = 40;
/** What no source of a project lies in, or is: dependencies, hidden folders and what editors leave while they write. */
const PASSED_OVER = /^\.|~$|\.(?:swp|swx|tmp)$|^(?:node_modules|cdk\.out|\d+)$/;

/**
 * Watches folder by folder, which every system can do: a file may be replaced by another of its name, as editors do.
 */
export function watchFiles(): FileWatcher {
  const watchers = new Map<string, FSWatcher>();
  let whole = new Set<string>();
  let wanted = new Set<string>();
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let tell: (() => void) | undefined;
  let isClosed = false;

  const note = (file: string) => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      tell?.();
    }, QUIET_MS);
  };
  const open = (folder: string): FSWatcher =>
    watch(folder, (_, name) => {
      if (name === null || PASSED_OVER.test(name)) return;
      const file = join(folder, name);
      if (whole.has(folder) || wanted.has(file)) note(file);
    }).on('error', () => {
      // The folder is gone, which its parent tells.
      close(folder);
    });
  const close = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  return {
    watch({ files, folders }) {
      whole = new Set(folders.flatMap(foldersBelow));
      wanted = new Set(files);
      const needed = new Set([...whole, ...files.map((file) => dirname(file)).filter((folder) => isFolder(folder))]);
      for (const folder of watchers.keys()) if (!needed.has(folder)) close(folder);
      for (const folder of needed) if (!watchers.has(folder)) watchers.set(folder, open(folder));
    },
    async next() {
      while (!isClosed && (changed.size === 0 || timer !== undefined)) {
        await new Promise<void>((resolve) => (tell = resolve));
      }
      tell = undefined;
      if (isClosed) return undefined;
      const batch = changed;
      changed = new Set();
      return batch;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) close(folder);
      tell?.();
    },
  };
}

function foldersBelow(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const inside = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !PASSED_OVER.test(entry.name),
  );
  return [folder, ...inside.flatMap((entry) => foldersBelow(join(folder, entry.name)))];
}
