import type { Resource } from '../../states-language/resource.ts';
import type { AwsService, SdkService } from './aws-service.ts';
import { isOfService } from './aws-service.ts';
import { dynamoDb } from './services/dynamodb/dynamodb.ts';
import { eventBridge } from './services/eventbridge.ts';
import { lambda } from './services/lambda/lambda.ts';
import { s3 } from './services/s3/s3.ts';
import { sns } from './services/sns.ts';
import { sqs } from './services/sqs.ts';
import { nestedWorkflows } from './services/step-functions/nested-executions.ts';
import { stepFunctions } from './services/step-functions/step-functions.ts';

/** The services that tasks may call through the AWS SDK. */
export const sdkServices: readonly SdkService[] = [dynamoDb, sqs, sns, eventBridge, stepFunctions, s3];

const services: readonly AwsService[] = [...sdkServices, lambda, nestedWorkflows];

/** The service of a resource; undefined when it is none of those that are known here. */
export function findService(resource: Resource): AwsService | undefined {
  return services.find((service) => isOfService(service, resource));
}
