import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../operations/acknowledge.ts';

/**
 * The bucket for results that are too large to travel through the state machine. Nothing empties it when the stack is
 * deleted: that would take a function with more rights than all others.
 */
export function createResultsBucket(scope: Construct, removalPolicy: RemovalPolicy, expiry?: Duration): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Results', {
    encryption: s3.BucketEncryption.S3_MANAGED,
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
