import type { SdkService } from '../aws-service.ts';
import { acronymForm } from '../sdk/acronyms.ts';

/** Amazon SNS. Developer guide: "Publish messages to an Amazon SNS topic with Step Functions". */
export const sns: SdkService = {
  resources: ['sns', 'aws-sdk:sns'],
  actions: {
    publish: { required: ['Message'], answer: { MessageId: { type: 'string' }, SequenceNumber: { type: 'string' } } },
  },
  package: '@aws-sdk/client-sns',
  client: 'SNS',
  errorPrefix: ['SNS', 'Sns'],
  ownName: 'AmazonSNS',
  endpointVariable: 'SNS_ENDPOINT',
  textMembers: ['Message'],
  blobMembers: ['BinaryValue'],
  sdkForm: acronymForm(['AWSAccountId'], ['Attributes', 'MessageAttributes']),
};
