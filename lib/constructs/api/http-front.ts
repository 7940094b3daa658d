import { Duration, Names } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { EXPOSED_HEADERS } from '../../api/index.ts';
import { accessOf, httpAuthorizer, METHODS, ownAccess, type RouteAccess } from './route-access.ts';
import type { TaskerApiProps } from './tasker-api-props.ts';

/** An HTTP API before the function: whom IAM lets in, who brings a token, or whom an authorizer lets in. */
export function createHttpFront(
  scope: Construct,
  fn: lambda.IFunction,
  accessLog: logs.ILogGroup,
  props: TaskerApiProps,
  namespaces: readonly string[],
): apigatewayv2.HttpApi {
  const { jwt, authorizer, cors, domain, throttle } = props;
  const api = new apigatewayv2.HttpApi(scope, 'Http', {
    apiName: Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: 'REST API of task templates',
    createDefaultStage: false,
    defaultAuthorizer:
      httpAuthorizer(authorizer) ??
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
        exposeHeaders: [...EXPOSED_HEADERS],
        allowCredentials: cors.allowCredentials ?? false,
        maxAge: cors.maxAge ?? Duration.hours(1),
      },
    }),
  });
  const integration = new HttpLambdaIntegration('Function', fn, {
    // One permission for all routes: a function's policy has little room.
    scopePermissionToRoute: false,
  });
  for (const { methods, path, authorizer: own, scopes } of routesOf(props, namespaces)) {
    api.addRoutes({
      path,
      methods: [...methods],
      integration,
      ...(own !== undefined && { authorizer: httpAuthorizer(own) }),
      ...(scopes !== undefined && { authorizationScopes: [...scopes] }),
    });
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

interface HttpRoute extends Omit<RouteAccess, 'method'> {
  readonly methods: readonly apigatewayv2.HttpMethod[];
}

/**
 * The API's routes; where IAM lets callers in, the same below each namespace, so that it can let somebody in to one of them. Where
 * pages call, no route takes preflight requests, which API Gateway then answers itself: they bring nothing to authorize.
 */
function routesOf(props: TaskerApiProps, namespaces: readonly string[]): readonly HttpRoute[] {
  const { jwt, authorizer, cors, scopes } = props;
  const guarded = jwt === undefined && authorizer === undefined ? namespaces : [];
  const paths = ['', ...guarded.map((namespace) => `/namespaces/${encodeURIComponent(namespace)}`)];
  const withMethod = ({ method, ...access }: RouteAccess): HttpRoute => ({
    ...access,
    methods: [apigatewayv2.HttpMethod[method]],
  });
  const general = paths.flatMap((path): readonly HttpRoute[] =>
    cors === undefined && scopes === undefined
      ? [{ path: `${path}/{proxy+}`, methods: [apigatewayv2.HttpMethod.ANY], authorizer: undefined, scopes: undefined }]
      : METHODS.map((method) => withMethod(accessOf(`${method} ${path}/{proxy+}`, props))),
  );
  return [...general, ...ownAccess(props).map(withMethod)];
}

/** Headers that pages may send: those that the API reads, and those by which requests are authorized, signed ones and keys too. */
export const CORS_HEADERS: readonly string[] = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'Traceparent',
  'X-Amz-Content-Sha256',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Api-Key',
  'X-Correlation-Id',
  'X-Request-Id',
];
