import { keyIn, ResultLostError, type ResultStore } from './result-store.ts';

/**
 * Keeps parked results in an S3 bucket. The AWS client is loaded at the first use, so functions that never park a result
 * never pay for it; the Lambda runtime provides the client.
 */
export function s3ResultStore(bucket: string): ResultStore {
  const prefix = `s3://${bucket}/`;
  let connected: ReturnType<typeof connect> | undefined;
  const connection = () => (connected ??= connect());
  return {
    async put(key, json) {
      const { client, PutObjectCommand } = await connection();
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: json, ContentType: 'application/json' }),
      );
      return prefix + key;
    },
    async get(uri) {
      const Key = keyIn(prefix, uri);
      const { client, GetObjectCommand } = await connection();
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      } catch (error) {
        // Without s3:ListBucket, which no step has, S3 says AccessDenied of an object that is not there.
        if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) {
          throw new ResultLostError(uri, 'it has expired');
        }
        throw error;
      }
    },
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
