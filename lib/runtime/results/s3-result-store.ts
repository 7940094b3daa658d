import { keyIn, ResultLostError, type ResultStore } from './result-store.ts';

/**
 * Keeps parked results in an S3 bucket. The AWS client is loaded at the first use, so functions that never park a result
 * never pay for it; the Lambda runtime provides the client.
 */
export function s3ResultStore(bucket: string): ResultStore {
  const prefix = `s3://${bucket}/`;
  let connected: ReturnType<typeof connect> | undefined;
  const connection = () => (connected ??= connect());
  const read = async (key: string): Promise<string | undefined> => {
    const { client, GetObjectCommand } = await connection();
    try {
      // The SDK checks what arrives.
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
      return (await Body?.transformToString()) ?? '';
    } catch (error) {
      // Without s3:ListBucket, which no step has, S3 says AccessDenied of an object that is not there.
      if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
      throw error;
    }
  };
  return {
    async put(key, json) {
      const { client, PutObjectCommand } = await connection();
      // S3 refuses what does not arrive as it was sent, whatever the version of the SDK.
      const object = { Bucket: bucket, Key: key, Body: json, ContentType: 'application/json' };
      await client.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: 'SHA256' }));
      return prefix + key;
    },
    async get(uri) {
      const json = await read(keyIn(prefix, uri));
      if (json === undefined) throw new ResultLostError(uri, 'it has expired');
      return json;
    },
    find: read,
  };
}

async function connect() {
  // Lambda has the package, and so it is no dependency; a bundler lets an import be that is caught.
  const { S3Client, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3').catch(
    (cause: unknown) => {
      throw new Error('Results are kept in S3, so the package "@aws-sdk/client-s3" is needed.', { cause });
    },
  );
  return { client: new S3Client({}), GetObjectCommand, PutObjectCommand };
}
