import type { S3 } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../../../engine/distributed/object-store.ts';
import type { Environment } from '../../sdk/endpoint.ts';
import { endpointOf, keepFromAws } from '../../sdk/endpoint.ts';
import { loadSdk } from '../../sdk/load-sdk.ts';
import { s3 } from './s3.ts';

/**
 * Objects in S3, or in what answers at the endpoint of the environment in its place. The AWS SDK is loaded when a
 * distributed Map first needs it.
 */
export function s3Objects(options: {
  readonly region: string;
  /** Where S3 is. @default what the environment names */
  readonly endpoint?: string | undefined;
  /** Endpoints, under the names of Step Functions Local and of the AWS SDKs. @default none */
  readonly environment?: Environment;
  /** Whether calls may go to AWS itself where no endpoint is named. @default false */
  readonly allowAws?: boolean;
}): ObjectStore {
  const { region, environment = {}, allowAws = false } = options;
  const endpoint = options.endpoint ?? endpointOf(s3, environment);
  let connected: Promise<S3> | undefined;
  const connect = () =>
    (connected ??= loadSdk('@aws-sdk/client-s3').then((sdk) => {
      const Connection = sdk['S3'] as typeof S3;
      const client = new Connection({ region, ...(endpoint !== undefined && { endpoint, ...s3.atEndpoint }) });
      if (!allowAws) keepFromAws(client, s3, endpoint);
      return client;
    }));
  return {
    async getObject(bucket, key) {
      try {
        const { Body: body } = await (await connect()).getObject({ Bucket: bucket, Key: key });
        return await body?.transformToByteArray();
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async listObjects(bucket, prefix) {
      const objects = [];
      let token: string | undefined;
      do {
        const page = await (
          await connect()
        ).listObjectsV2({
          Bucket: bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        for (const { Key: key = '', Size: size = 0, ETag: etag = '', LastModified: changed } of page.Contents ?? []) {
          objects.push({ key, size, etag, lastModified: changed?.getTime() ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return objects;
    },
    async putObject(bucket, key, body) {
      await (await connect()).putObject({ Bucket: bucket, Key: key, Body: body });
    },
  };
}
