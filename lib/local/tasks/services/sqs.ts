import type { SdkService } from '../aws-service.ts';
import { acronymForm } from '../sdk/acronyms.ts';

/** Amazon SQS. Developer guide: "Send messages to an Amazon SQS queue with Step Functions". */
export const sqs: SdkService = {
  resources: ['sqs', 'aws-sdk:sqs'],
  actions: {
    sendMessage: {
      required: ['QueueUrl', 'MessageBody'],
      answer: {
        MessageId: { type: 'string' },
        MD5OfMessageBody: { type: 'string' },
        MD5OfMessageAttributes: { type: 'string' },
        SequenceNumber: { type: 'string' },
      },
    },
  },
  package: '@aws-sdk/client-sqs',
  client: 'SQS',
  errorPrefix: ['SQS', 'Sqs'],
  ownName: 'AmazonSQS',
  endpointVariable: 'SQS_ENDPOINT',
  textMembers: ['MessageBody'],
  blobMembers: ['BinaryValue', 'BinaryListValues'],
  // A queue's URL says who it is, and not where.
  atEndpoint: { useQueueUrlAsEndpoint: false },
  sdkForm: acronymForm(
    ['AWSAccountIds', 'MD5OfBody', 'MD5OfMessageAttributes', 'MD5OfMessageBody', 'MD5OfMessageSystemAttributes'],
    ['Attributes', 'MessageAttributes', 'MessageSystemAttributes', 'Tags'],
  ),
};
