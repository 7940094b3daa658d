import type { SdkService } from '../../aws-service.ts';
import { acronymForm } from '../../sdk/acronyms.ts';

/** Amazon S3; it has an AWS SDK integration alone. */
export const s3: SdkService = {
  resources: ['aws-sdk:s3'],
  actions: {},
  package: '@aws-sdk/client-s3',
  client: 'S3',
  errorPrefix: ['S3', 'S3'],
  ownName: 'AmazonS3',
  endpointVariable: 'S3_ENDPOINT',
  textMembers: ['Body'],
  // The name of a bucket before that of a host on this machine is a host that nobody knows.
  atEndpoint: { forcePathStyle: true },
  sdkForm: acronymForm(
    [
      ...['ACL', 'CORSConfiguration', 'CORSRules', 'CSV', 'ID', 'JSON', 'KMSContext', 'KMSKeyArn', 'KMSKeyId'],
      ...['KMSMasterKeyID', 'MFA', 'MFADelete', 'SSEAlgorithm', 'SSECustomerAlgorithm', 'SSECustomerKey'],
      ...['SSECustomerKeyMD5', 'SSEKMS', 'SSEKMSEncryptionContext', 'SSEKMSKeyId', 'SSES3', 'URI'],
    ],
    ['Metadata'],
  ),
};
