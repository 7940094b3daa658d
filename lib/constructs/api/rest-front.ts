import { Duration, Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../operations/acknowledge.ts';
import { EXPOSED_HEADERS } from '../../api/index.ts';
import { CORS_HEADERS } from './http-front.ts';
import { accessOf, METHODS, ownAccess, restAuthorizer, type RouteAccess } from './route-access.ts';
import type { CorsProps, TaskerApiProps } from './tasker-api-props.ts';

/** A REST API before the function: whom IAM lets in, or who sends a key. */
export function createRestFront(
  scope: Construct,
  fn: lambda.IFunction,
  accessLog: logs.ILogGroup,
  props: TaskerApiProps,
): apigateway.RestApi {
  const { apiKey = false, domain, throttle, cors, tracing = true } = props;
  const authorizer = restAuthorizer(props.authorizer);
  const api = new apigateway.RestApi(scope, 'Rest', {
    restApiName: Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: 'REST API of task templates',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    // API Gateway writes the logs of REST APIs by a role that the account has once.
    cloudWatchRole: true,
    deployOptions: {
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      tracingEnabled: tracing,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      ...(throttle?.rateLimit !== undefined && { throttlingRateLimit: throttle.rateLimit }),
      ...(throttle?.burstLimit !== undefined && { throttlingBurstLimit: throttle.burstLimit }),
    },
    ...(domain !== undefined && { domainName: domain }),
    defaultMethodOptions: apiKey
      ? { apiKeyRequired: true, authorizationType: apigateway.AuthorizationType.NONE }
      : authorizer === undefined
        ? { authorizationType: apigateway.AuthorizationType.IAM }
        : { authorizer },
    ...(cors !== undefined && { defaultCorsPreflightOptions: preflightOf(cors) }),
  });
  addRoutes(api, new apigateway.LambdaIntegration(fn), props);
  if (apiKey) addKey(api);
  if (cors !== undefined) answerPages(api, cors);
  explain(api, apiKey);
  return api;
}

/** Preflight requests bring nothing to authorize: API Gateway answers them itself. */
function preflightOf({ allowOrigins, allowHeaders, allowCredentials, maxAge }: CorsProps): apigateway.CorsOptions {
  return {
    allowOrigins: [...allowOrigins],
    allowMethods: [...METHODS],
    allowHeaders: [...(allowHeaders ?? CORS_HEADERS)],
    exposeHeaders: [...EXPOSED_HEADERS],
    allowCredentials: allowCredentials ?? false,
    maxAge: maxAge ?? Duration.hours(1),
  };
}

/** What API Gateway itself refuses is for pages to read, too; it can name but one origin there. */
function answerPages(api: apigateway.RestApi, { allowOrigins }: CorsProps): void {
  const [origin] = allowOrigins;
  if (origin === undefined || allowOrigins.length > 1) return;
  for (const name of ['DEFAULT_4XX', 'DEFAULT_5XX'] as const) {
    api.addGatewayResponse(name, {
      type: apigateway.ResponseType[name],
      responseHeaders: { 'Access-Control-Allow-Origin': `'${origin}'` },
    });
  }
}

/** One method for all, unless some differ. A path that has a route of its own has all of its methods there. */
function addRoutes(api: apigateway.RestApi, integration: apigateway.Integration, props: TaskerApiProps): void {
  const add = (resource: apigateway.IResource, { method, authorizer, scopes }: RouteAccess) => {
    const own = restAuthorizer(authorizer);
    resource.addMethod(method, integration, {
      ...(own !== undefined && { authorizer: own }),
      ...(scopes !== undefined && { authorizationScopes: [...scopes] }),
    });
  };
  const isUniform = props.scopes === undefined && props.cors === undefined;
  const proxy = api.root.addProxy({ defaultIntegration: integration, anyMethod: isUniform });
  if (!isUniform) for (const method of METHODS) add(proxy, accessOf(`${method} /{proxy+}`, props));
  const paths = new Set(ownAccess(props).map(({ path }) => path));
  for (const path of paths) {
    const resource = api.root.resourceForPath(path);
    for (const method of METHODS) add(resource, accessOf(`${method} ${path}`, props));
  }
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
