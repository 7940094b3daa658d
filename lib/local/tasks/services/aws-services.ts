/** A service that tasks may call through the AWS SDK. */
export interface AwsService {
  readonly package: string;
  /** The client that the package exports; its methods are named like the actions. */
  readonly client: string;
  /** Stands before the names of errors: of the service's own integration, and of its AWS SDK integration. */
  readonly errorPrefix: readonly [own: string, sdk: string];
  /** The service in the causes of errors of its own integration. */
  readonly ownName: string;
  /** The variable that gives the endpoint, as Step Functions Local names it. */
  readonly endpointVariable: string;
  /** Members that may be JSON values where the API wants text. */
  readonly textMembers: readonly string[];
  /** Whether the API's own members start with a small letter; in a state they start with a capital one. */
  readonly isCamelCase?: true;
  /** Whether items are among the members: their values name their types. */
  readonly hasAttributes?: true;
}

const dynamodb: AwsService = {
  package: '@aws-sdk/client-dynamodb',
  client: 'DynamoDB',
  errorPrefix: ['DynamoDB', 'DynamoDb'],
  ownName: 'AmazonDynamoDBv2',
  endpointVariable: 'DYNAMODB_ENDPOINT',
  textMembers: [],
  hasAttributes: true,
};
const sqs: AwsService = {
  package: '@aws-sdk/client-sqs',
  client: 'SQS',
  errorPrefix: ['SQS', 'Sqs'],
  ownName: 'AmazonSQS',
  endpointVariable: 'SQS_ENDPOINT',
  textMembers: ['MessageBody'],
};
const sns: AwsService = {
  package: '@aws-sdk/client-sns',
  client: 'SNS',
  errorPrefix: ['SNS', 'Sns'],
  ownName: 'AmazonSNS',
  endpointVariable: 'SNS_ENDPOINT',
  textMembers: ['Message'],
};
const eventBridge: AwsService = {
  package: '@aws-sdk/client-eventbridge',
  client: 'EventBridge',
  errorPrefix: ['EventBridge', 'EventBridge'],
  ownName: 'AmazonEventBridge',
  endpointVariable: 'EVENTBRIDGE_ENDPOINT',
  textMembers: ['Detail'],
};
const stepFunctions: AwsService = {
  package: '@aws-sdk/client-sfn',
  client: 'SFN',
  errorPrefix: ['StepFunctions', 'Sfn'],
  ownName: 'AWSStepFunctions',
  endpointVariable: 'STEP_FUNCTIONS_ENDPOINT',
  textMembers: ['input', 'output'],
  isCamelCase: true,
};
const s3: AwsService = {
  package: '@aws-sdk/client-s3',
  client: 'S3',
  errorPrefix: ['S3', 'S3'],
  ownName: 'AmazonS3',
  endpointVariable: 'S3_ENDPOINT',
  textMembers: [],
};

/** By the name that a `Resource` has for them. */
export const awsServices = {
  dynamodb,
  sqs,
  sns,
  events: eventBridge,
  'aws-sdk:dynamodb': dynamodb,
  'aws-sdk:sqs': sqs,
  'aws-sdk:sns': sns,
  'aws-sdk:eventbridge': eventBridge,
  'aws-sdk:sfn': stepFunctions,
  'aws-sdk:s3': s3,
} as const satisfies Readonly<Record<string, AwsService>>;

/** The service of a task; undefined when it is none of those. */
export function findService(name: string): AwsService | undefined {
  return Object.hasOwn(awsServices, name) ? awsServices[name as keyof typeof awsServices] : undefined;
}
