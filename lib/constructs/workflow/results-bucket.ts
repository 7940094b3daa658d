import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../operations/acknowledge.ts';

export interface ResultsBucketOptions {
  readonly removalPolicy: RemovalPolicy;
  readonly expiry: Duration | undefined;
  readonly encryptionKey: kms.IKey | undefined;
}

/**
 * The bucket for results that are too large to travel through the state machine. Nothing empties it when the stack is
 * deleted: that would take a function with more rights than all others.
 */
export function createResultsBucket(
  scope: Construct,
  { removalPolicy, expiry, encryptionKey }: ResultsBucketOptions,
): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Results', {
    encryption: encryptionKey === undefined ? s3.BucketEncryption.S3_MANAGED : s3.BucketEncryption.KMS,
    ...(encryptionKey !== undefined && { encryptionKey, bucketKeyEnabled: true }),
    enforceSSL: true,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      { expiration: expiry ?? Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy,
  });
  acknowledge(bucket, 'S1', 'Only the functions of the workflow read and write it, and their tasks are logged.');
  return bucket;
}
