import { Duration, type Stack } from 'aws-cdk-lib';
import { HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { TaskerApi, type TaskerApiProps } from '../../lib/constructs/index.ts';
import { statementsOf } from './support/statements.ts';
import { synth } from './support/synth.ts';

const folder = 'templates/microservices';
const jwt = { issuer: 'https://issuer.example.com', audience: ['tasks'] };

/** The template of an API whose props may need the stack. */
const api = (props: (stack: Stack) => Partial<TaskerApiProps>) =>
  synth((stack) => new TaskerApi(stack, 'Api', { templates: folder, ...props(stack) })).template;

describe('the props of the API', () => {
  it('cors: API Gateway answers preflight requests itself, for no route takes them', () => {
    const template = api(() => ({
      jwt,
      cors: { allowOrigins: ['https://shop.example.com'], maxAge: Duration.minutes(5) },
    }));
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://shop.example.com'],
        AllowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
        AllowHeaders: Match.arrayWith([
          ...['Authorization', 'Content-Type', 'Idempotency-Key', 'Traceparent'],
          ...['X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key', 'X-Correlation-Id', 'X-Request-Id'],
        ]),
        ExposeHeaders: Match.arrayWith(['Link', 'Location']),
        MaxAge: 300,
      },
    });
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((each) => each.Properties);
    expect(routes.map((route) => route.RouteKey).sort()).toEqual(
      ['DELETE', 'GET', 'PATCH', 'POST'].map((method) => `${method} /{proxy+}`),
    );
    expect(routes.every((route) => route.AuthorizationType === 'JWT')).toBe(true);
  });

  it('cors: other headers, cookies; logs are kept as long as is asked', () => {
    const template = api(() => ({
      jwt,
      logRetention: RetentionDays.ONE_DAY,
      cors: { allowOrigins: ['https://shop.example.com'], allowHeaders: ['X-Shop'], allowCredentials: true },
    }));
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowHeaders: ['X-Shop'], AllowCredentials: true, MaxAge: 3600 },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
  });

  it('scopes: each kind of request wants its own', () => {
    const template = api(() => ({ jwt, scopes: { read: ['tasks/read'], change: ['tasks/change'] } }));
    const scopes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties: route }) => [
      route.RouteKey.split(' ')[0],
      route.AuthorizationScopes ?? [],
    ]);
    expect(Object.fromEntries(scopes)).toEqual({
      GET: ['tasks/read'],
      POST: [],
      PATCH: ['tasks/change'],
      DELETE: ['tasks/change'],
    });
  });

  const methods = (template: ReturnType<typeof api>) =>
    Object.values(template.findResources('AWS::ApiGateway::Method')).map(({ Properties: each }) => each);

  it('scopes and routeAuthorizers: single routes of an HTTP API have their own', () => {
    const template = api(() => ({
      jwt,
      scopes: { read: ['read'], 'GET /v1/templates': ['templates'] },
      routeAuthorizers: { 'GET /health': new HttpNoneAuthorizer() },
    }));
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties: route }) => [
      route.RouteKey,
      [route.AuthorizationType, ...(route.AuthorizationScopes ?? [])],
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      'GET /{proxy+}': ['JWT', 'read'],
      'POST /{proxy+}': ['JWT'],
      'PATCH /{proxy+}': ['JWT'],
      'DELETE /{proxy+}': ['JWT'],
      'GET /v1/templates': ['JWT', 'templates'],
      'GET /health': ['NONE'],
    });
    template.resourceCountIs('AWS::Lambda::Permission', 1);
  });

  const cognito = (stack: Stack) =>
    new CognitoUserPoolsAuthorizer(stack, 'Pool', {
      cognitoUserPools: [UserPool.fromUserPoolId(stack, 'Users', 'eu-west-1_x')],
    });

  it('authorizer, scopes and cors of a REST API: preflight requests pass, answers name the origin', () => {
    const template = api((stack) => ({
      authorizer: cognito(stack),
      scopes: { read: ['read'], 'GET /v1/templates': ['templates'] },
      cors: { allowOrigins: ['https://shop.example.com'] },
      directStart: true,
    }));
    const found = methods(template);
    const kinds = found.map(({ HttpMethod, AuthorizationType, AuthorizationScopes = [] }) =>
      [HttpMethod, AuthorizationType, ...AuthorizationScopes].join(' '),
    );
    expect(kinds.filter((each) => each.startsWith('OPTIONS'))).toEqual(
      expect.arrayContaining(['OPTIONS NONE', 'OPTIONS NONE']),
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        'OPTIONS NONE',
        'GET COGNITO_USER_POOLS read',
        'GET COGNITO_USER_POOLS templates',
        'POST COGNITO_USER_POOLS',
        'PATCH COGNITO_USER_POOLS',
        'DELETE COGNITO_USER_POOLS',
      ]),
    );
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TASKER_SFN_CORS: '{"allowOrigins":["https://shop.example.com"]}' } },
    });
    template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: 'DEFAULT_4XX',
      ResponseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example.com'",
      },
    });
    const start = found.find(({ Integration: { IntegrationResponses: all = [] } }) => all.length === 3);
    expect(JSON.stringify(start)).toContain('$origin == \\"https://shop.example.com\\"');
  });

  it('grantNamespace: IAM lets a caller in to the paths of one namespace', () => {
    const grant = (props: Partial<TaskerApiProps>, access?: 'read') =>
      synth((stack) => {
        const made = new TaskerApi(stack, 'Api', { templates: folder, ...props });
        const role = new iam.Role(stack, 'Team', { assumedBy: new iam.AccountRootPrincipal() });
        made.grantNamespace(role, 'microservices', access);
      }).template;
    const granted = (template: ReturnType<typeof grant>) => JSON.stringify(statementsOf(template)['TeamDefaultPolicy']);
    const all = grant({});
    expect(granted(all)).toContain('/*/*/namespaces/microservices/*');
    expect(granted(all)).toContain('/*/POST/start/microservices/*');
    expect(granted(grant({}, 'read'))).toContain('/*/GET/namespaces/microservices/*');
    expect(granted(grant({}, 'read'))).not.toContain('POST');
    const keys = Object.values(all.findResources('AWS::ApiGatewayV2::Route')).map((each) => each.Properties.RouteKey);
    expect(keys.sort()).toEqual(['ANY /namespaces/microservices/{proxy+}', 'ANY /{proxy+}']);
    expect(() => grant({ jwt })).toThrow(/IAM does not guard this API/);
  });

  it('authorizer: one of your own, before each route', () => {
    const template = api((stack) => {
      const handler = lambda.Function.fromFunctionName(stack, 'Who', 'who');
      return { authorizer: new HttpLambdaAuthorizer('Who', handler), namespaceClaim: 'namespaces' };
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'CUSTOM' });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TASKER_SFN_NAMESPACE_CLAIM: 'namespaces' } },
    });
  });

  it.each([true, false])('domain and throttle, with an HTTP API and a REST API: %s', (apiKey) => {
    const template = api((stack) => ({
      apiKey,
      domain: {
        domainName: 'tasks.example.com',
        certificate: acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:eu-west-1:1:certificate/x'),
      },
      throttle: { rateLimit: 10, burstLimit: 20 },
    }));
    const limits = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 };
    if (apiKey) {
      template.hasResourceProperties('AWS::ApiGateway::DomainName', { DomainName: 'tasks.example.com' });
      template.hasResourceProperties('AWS::ApiGateway::Stage', { MethodSettings: [Match.objectLike(limits)] });
    } else {
      template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: Match.anyValue() });
      template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: limits });
    }
    template.hasOutput('*', { Value: 'https://tasks.example.com' });
  });

  it('vpc, accessLog and alarmActions', () => {
    const template = api((stack) => ({
      vpc: new ec2.Vpc(stack, 'Vpc'),
      accessLog: logs.LogGroup.fromLogGroupName(stack, 'Log', 'own-log'),
      alarmActions: [new SnsAction(new sns.Topic(stack, 'Topic'))],
    }));
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: Match.anyValue() } });
    expect(JSON.stringify(template.findResources('AWS::ApiGatewayV2::Stage'))).toContain('log-group:own-log');
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.anyValue() }] });
  });

  it('resultsBuckets: the function reads them, below the names of its machines, and their keys', () => {
    const template = api((stack) => ({
      resultsBuckets: [
        new s3.Bucket(stack, 'Results', {
          encryptionKey: new kms.Key(stack, 'Key'),
          encryption: s3.BucketEncryption.KMS,
        }),
      ],
    }));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TASKER_SFN_READ_RESULTS: 'yes' } },
    });
    const text = JSON.stringify(statementsOf(template));
    expect(text).toMatch(/s3:GetObject/);
    expect(text).toMatch(/microservices-user_registration-1_0_0\/\*/);
    expect(text).toMatch(/kms:Decrypt/);
    // It writes what people note of dead letters, and what repaired tasks go on with, and nothing else.
    expect(text).not.toMatch(/s3:ListBucket/);
    expect(text.match(/s3:PutObject on [^"]+/g)).toEqual([
      's3:PutObject on <Results.Arn>/microservices-user_registration-1_0_0/*/%2Fdead-letter.json, ' +
        '<Results.Arn>/microservices-user_registration-1_0_0/*/%2Frun-*.json',
    ]);
  });

  it('tracing: X-Ray traces the function, and API Gateway where it can', () => {
    const traced = api(() => ({ apiKey: true }));
    traced.hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
    traced.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: true });
    const untraced = api(() => ({ apiKey: true, tracing: false }));
    untraced.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: false });
    expect(JSON.stringify(untraced.toJSON())).not.toContain('xray:');
  });

  it('stepLogGroups: the function finds lines in them, and nothing else', () => {
    const template = api((stack) => ({ stepLogGroups: [new logs.LogGroup(stack, 'StepLog')] }));
    const reads = (found: Template) =>
      JSON.stringify(Object.values(found.findResources('AWS::IAM::Policy'))).match(
        /logs:(?!CreateLogStream|PutLogEvents)\w+/g,
      );
    expect(reads(template)).toEqual(['logs:FilterLogEvents']);
    expect(reads(api(() => ({})))).toBeNull();
  });

  it.each<[Partial<TaskerApiProps>, RegExp]>([
    [{ jwt, apiKey: true }, /"jwt" needs an HTTP API/],
    [{ authorizer: new HttpNoneAuthorizer(), directStart: true }, /"authorizer" has an authorizer of HTTP APIs/],
    [{ authorizer: { authorizerId: 'x' }, apiKey: true }, /"apiKey" and "authorizer" both say/],
    [{ authorizer: { authorizerId: 'x' }, jwt }, /"jwt" needs an HTTP API, an authorizer of REST APIs a REST API/],
    [{ routeAuthorizers: { 'GET /health': { authorizerId: 'x' } } }, /"GET \/health" has an authorizer of REST APIs/],
    [{ jwt, scopes: { 'GET /v1/task': ['x'] } as object }, /not a route of the API\. Did you mean "GET \/v1\/tasks"/],
    [{ scopes: { read: ['x'] } }, /"scopes" are those of tokens/],
    [{ namespaceClaim: 'ns' }, /"namespaceClaim" names a claim of tokens/],
    [{ jwt, cors: { allowOrigins: ['*'], allowCredentials: true } }, /name the origins in "cors"/],
  ])('refuses props that do not go together: %#', (props, message) => {
    expect(() => api(() => props)).toThrow(message);
  });
});
