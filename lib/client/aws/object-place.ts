import type { SFNClientConfig } from '@aws-sdk/client-sfn';

/** How a bucket is reached: as Step Functions is. */
export type Connection = Pick<SFNClientConfig, 'region' | 'profile' | 'credentials' | 'endpoint' | 'requestHandler'>;

/** Keeps texts by key, in a place that is a bucket or the `file:` URL of a folder: the one where functions park results. */
export interface ObjectPlace {
  /** The text under a key; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  /** Keeps a text in place of the one before it. Returns where it lies, as functions that park results name it. */
  write(key: string, text: string): Promise<string>;
}

/** Opens a place. The AWS client is loaded at the first use. @param connection How it reaches a bucket */
export function objectPlace(place: string, connection: Connection): ObjectPlace {
  return place.startsWith('file:') ? folder(place) : bucket(place, connection);
}

function folder(url: string): ObjectPlace {
  // Keys may be too long for the name of a file, and hold what none may. So `folderResultStore` of the runtime names files.
  const fileOf = async (key: string) => {
    const { createHash } = await import('node:crypto');
    return new URL(`${url}/${createHash('sha256').update(key).digest('hex')}.json`);
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
      await mkdir(new URL(url), { recursive: true });
      await writeFile(await fileOf(key), text);
      return `local:${key}`;
    },
  };
}

function bucket(name: string, connection: Connection): ObjectPlace {
  let connected: ReturnType<typeof connect> | undefined;
  return {
    async read(key) {
      const { client, GetObjectCommand } = await (connected ??= connect(connection));
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        // Without s3:ListBucket, S3 says AccessDenied of an object that is not there.
        if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
        throw error;
      }
    },
    async write(key, text) {
      const { client, PutObjectCommand } = await (connected ??= connect(connection));
      const input = { Bucket: name, Key: key, Body: text, ContentType: 'application/json' };
      await client.send(new PutObjectCommand(input));
      return `s3://${name}/${key}`;
    },
  };
}

async function connect(connection: Connection) {
  const { S3Client, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3').catch(
    (cause: unknown) => {
      throw new Error('What operators know of tasks is kept in S3, so the package "@aws-sdk/client-s3" is needed.', {
        cause,
      });
    },
  );
  // What else the connection has may be for Step Functions alone.
  const { region, profile, credentials, endpoint, requestHandler } = connection;
  const client = new S3Client({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
    ...(requestHandler !== undefined && { requestHandler }),
  });
  return { client, GetObjectCommand, PutObjectCommand };
}
