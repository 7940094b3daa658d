import { keyIn, ResultLostError, type ResultStore } from './result-store.ts';

const PREFIX = 'local:';

/** Keeps parked results in a folder, given by its `file:` URL: for local runs, whose handlers are in several processes. */
export function folderResultStore(folder: string): ResultStore {
  // Keys may be too long for the name of a file.
  const fileOf = async (key: string) => {
    const { createHash } = await import('node:crypto');
    return new URL(`${folder}/${createHash('sha256').update(key).digest('hex')}.json`);
  };
  const read = async (key: string): Promise<string | undefined> => {
    const { readFile } = await import('node:fs/promises');
    try {
      return await readFile(await fileOf(key), 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    async put(key, json) {
      const { mkdir, rename, writeFile } = await import('node:fs/promises');
      await mkdir(new URL(folder), { recursive: true });
      // Nobody ever reads a half of it.
      const file = await fileOf(key);
      const part = new URL(`${file.href}.${process.pid}`);
      await writeFile(part, json);
      await rename(part, file);
      return PREFIX + key;
    },
    async get(uri) {
      const json = await read(keyIn(PREFIX, uri));
      if (json === undefined) throw new ResultLostError(uri, 'it is not kept any more');
      return json;
    },
    find: read,
  };
}
