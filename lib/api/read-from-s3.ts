import { ApiError } from './api-error.ts';
import type { ReadParked } from './step-result.ts';

/** Reads parked results from S3. The client, which the Lambda runtime has, is loaded at the first use. */
export function readFromS3(): ReadParked {
  let connected: ReturnType<typeof connect> | undefined;
  return async (uri) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (bucket === undefined || key === undefined)
      throw new ApiError('NOT_IMPLEMENTED', `The result is parked at ${uri}, and not in S3.`);
    const { client, GetObjectCommand } = await (connected ??= connect());
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    } catch (error) {
      // Without s3:ListBucket, S3 says AccessDenied of an object that is not there.
      if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) {
        throw new ApiError('NOT_FOUND', `The result at ${uri} is not there any more, or the API may not read it.`);
      }
      throw error;
    }
  };
}

async function connect() {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  return { client: new S3Client({}), GetObjectCommand };
}
