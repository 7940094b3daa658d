/** Keeps what operators note: texts by key, in a place that is a bucket or the `file:` URL of a folder. */
export interface NoteStore {
  /** The note under a key; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  /** Keeps a note in place of the one before it. */
  write(key: string, text: string): Promise<void>;
}

/** The store of a place. The AWS client is loaded at the first use. */
export function noteStore(place: string): NoteStore {
  return place.startsWith('file:') ? folderNotes(place) : bucketNotes(place);
}

function folderNotes(folder: string): NoteStore {
  // Keys may be too long for the name of a file, and hold what none may.
  const fileOf = async (key: string) => {
    const { createHash } = await import('node:crypto');
    return new URL(`${folder}/note-${createHash('sha256').update(key).digest('hex')}.json`);
  };
  return {
    async read(key) {
      const { readFile } = await import('node:fs/promises');
      return readFile(await fileOf(key), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
    async write(key, text) {
      const { mkdir, writeFile } = await import('node:fs/promises');
      await mkdir(new URL(folder), { recursive: true });
      await writeFile(await fileOf(key), text);
    },
  };
}

function bucketNotes(bucket: string): NoteStore {
  let connected: ReturnType<typeof connect> | undefined;
  return {
    async read(key) {
      const { client, GetObjectCommand } = await (connected ??= connect());
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        // Without s3:ListBucket, S3 says AccessDenied of an object that is not there.
        if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
        throw error;
      }
    },
    async write(key, text) {
      const { client, PutObjectCommand } = await (connected ??= connect());
      const input = { Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' };
      await client.send(new PutObjectCommand(input));
    },
  };
}

async function connect() {
  const { S3Client, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3').catch(
    (cause: unknown) => {
      throw new Error('Notes on dead letters are kept in S3, so the package "@aws-sdk/client-s3" is needed.', {
        cause,
      });
    },
  );
  return { client: new S3Client({}), GetObjectCommand, PutObjectCommand };
}
