import type { AwsService } from '../../aws-service.ts';

/** AWS Lambda. Developer guide: "Invoke an AWS Lambda function with Step Functions". */
export const lambda: AwsService = {
  resources: ['lambda', 'aws-sdk:lambda'],
  actions: {
    invoke: {
      required: ['FunctionName'],
      answer: {
        StatusCode: { type: 'number' },
        FunctionError: { type: 'string' },
        LogResult: { type: 'string' },
        ExecutedVersion: { type: 'string' },
      },
    },
  },
};
