import { Names } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { JwtIssuer } from './tasker-api-props.ts';

/** An HTTP API before the function: whom IAM lets in, or who brings a token. */
export function createHttpFront(
  scope: Construct,
  fn: lambda.IFunction,
  accessLog: logs.ILogGroup,
  jwt: JwtIssuer | undefined,
): apigatewayv2.HttpApi {
  const api = new apigatewayv2.HttpApi(scope, 'Http', {
    apiName: Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: 'REST API of task templates',
    createDefaultStage: false,
    defaultAuthorizer:
      jwt === undefined
        ? new HttpIamAuthorizer()
        : new HttpJwtAuthorizer('Jwt', jwt.issuer, { jwtAudience: [...jwt.audience] }),
  });
  api.addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('Function', fn) });
  new apigatewayv2.HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(accessLog) },
  });
  return api;
}
