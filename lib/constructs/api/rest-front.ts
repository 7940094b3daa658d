import { Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../operations/acknowledge.ts';
import type { TaskerApiProps } from './tasker-api-props.ts';

/** A REST API before the function: whom IAM lets in, or who sends a key. */
export function createRestFront(
  scope: Construct,
  fn: lambda.IFunction,
  accessLog: logs.ILogGroup,
  { apiKey = false, domain, throttle }: TaskerApiProps,
): apigateway.RestApi {
  const api = new apigateway.RestApi(scope, 'Rest', {
    restApiName: Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: 'REST API of task templates',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    // API Gateway writes the logs of REST APIs by a role that the account has once.
    cloudWatchRole: true,
    deployOptions: {
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      ...(throttle?.rateLimit !== undefined && { throttlingRateLimit: throttle.rateLimit }),
      ...(throttle?.burstLimit !== undefined && { throttlingBurstLimit: throttle.burstLimit }),
    },
    ...(domain !== undefined && { domainName: domain }),
    defaultMethodOptions: apiKey
      ? { apiKeyRequired: true, authorizationType: apigateway.AuthorizationType.NONE }
      : { authorizationType: apigateway.AuthorizationType.IAM },
  });
  api.root.addProxy({ defaultIntegration: new apigateway.LambdaIntegration(fn) });
  if (apiKey) addKey(api);
  explain(api, apiKey);
  return api;
}

/** A first key; further ones are added to the usage plan in the console or by `addApiKey`. */
function addKey(api: apigateway.RestApi): void {
  const plan = api.addUsagePlan('UsagePlan', { apiStages: [{ stage: api.deploymentStage }] });
  plan.addApiKey(api.addApiKey('Key'));
}

function explain(api: apigateway.RestApi, apiKey: boolean): void {
  acknowledge(api, 'APIG2', 'The function checks what it gets; what goes past it has a validator of its own.');
  acknowledge(api, 'APIG3', 'A firewall is for who puts the API on the internet to choose; attach it to the stage.');
  acknowledge(api, 'COG4', 'Callers are known by IAM or by a key, as the props say, not by a Cognito user pool.');
  if (apiKey) acknowledge(api, 'APIG4', 'Every method demands an API key, as the props say.');
  acknowledge(
    api,
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway itself asks for this policy to write the logs of REST APIs.',
  );
}
