import { Duration, Names } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { TaskerApiProps } from './tasker-api-props.ts';

/** An HTTP API before the function: whom IAM lets in, who brings a token, or whom an authorizer lets in. */
export function createHttpFront(
  scope: Construct,
  fn: lambda.IFunction,
  accessLog: logs.ILogGroup,
  { jwt, authorizer, scopes, cors, domain, throttle }: TaskerApiProps,
): apigatewayv2.HttpApi {
  const api = new apigatewayv2.HttpApi(scope, 'Http', {
    apiName: Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: 'REST API of task templates',
    createDefaultStage: false,
    defaultAuthorizer:
      authorizer ??
      (jwt === undefined
        ? new HttpIamAuthorizer()
        : new HttpJwtAuthorizer('Jwt', jwt.issuer, { jwtAudience: [...jwt.audience] })),
    ...(cors !== undefined && {
      corsPreflight: {
        allowOrigins: [...cors.allowOrigins],
        allowMethods: [
          apigatewayv2.CorsHttpMethod.GET,
          apigatewayv2.CorsHttpMethod.POST,
          apigatewayv2.CorsHttpMethod.PATCH,
          apigatewayv2.CorsHttpMethod.DELETE,
        ],
        allowHeaders: [...(cors.allowHeaders ?? CORS_HEADERS)],
        exposeHeaders: ['Location', 'X-Correlation-Id', 'X-Request-Id', 'Retry-After'],
        allowCredentials: cors.allowCredentials ?? false,
        maxAge: cors.maxAge ?? Duration.hours(1),
      },
    }),
  });
  const integration = new HttpLambdaIntegration('Function', fn);
  const { GET, POST, PATCH, DELETE } = apigatewayv2.HttpMethod;
  if (cors === undefined && scopes === undefined) api.addRoutes({ path: '/{proxy+}', integration });
  else {
    // No route takes OPTIONS, so that API Gateway answers preflight requests itself, which bring nothing to authorize.
    const routes = [
      { methods: [GET], authorizationScopes: scopes?.read },
      { methods: [POST], authorizationScopes: scopes?.create },
      { methods: [PATCH, DELETE], authorizationScopes: scopes?.change },
    ];
    for (const { methods, authorizationScopes } of routes) {
      api.addRoutes({
        path: '/{proxy+}',
        methods,
        integration,
        ...(authorizationScopes !== undefined && { authorizationScopes: [...authorizationScopes] }),
      });
    }
  }
  new apigatewayv2.HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(accessLog) },
    ...(throttle !== undefined && { throttle }),
    ...(domain !== undefined && {
      domainMapping: { domainName: new apigatewayv2.DomainName(scope, 'Domain', domain) },
    }),
  });
  return api;
}

const CORS_HEADERS: readonly string[] = ['Authorization', 'Content-Type', 'Idempotency-Key', 'X-Correlation-Id'];
