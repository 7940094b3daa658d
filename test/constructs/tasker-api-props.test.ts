import { Duration, type Stack } from 'aws-cdk-lib';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Match } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
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
        AllowHeaders: Match.arrayWith(['Authorization', 'Content-Type', 'Idempotency-Key']),
        MaxAge: 300,
      },
    });
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((each) => each.Properties);
    expect(routes.map((route) => route.RouteKey).sort()).toEqual(
      ['DELETE', 'GET', 'PATCH', 'POST'].map((method) => `${method} /{proxy+}`),
    );
    expect(routes.every((route) => route.AuthorizationType === 'JWT')).toBe(true);
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
    expect(text).not.toMatch(/s3:PutObject|s3:ListBucket/);
  });

  it.each<[Partial<TaskerApiProps>, RegExp]>([
    [{ jwt, apiKey: true }, /"jwt" needs an HTTP API/],
    [{ cors: { allowOrigins: ['*'] }, directStart: true }, /"cors" needs an HTTP API/],
    [{ scopes: { read: ['x'] } }, /"scopes" are those of tokens/],
    [{ namespaceClaim: 'ns' }, /"namespaceClaim" names a claim of tokens/],
    [{ jwt, cors: { allowOrigins: ['*'], allowCredentials: true } }, /name the origins in "cors"/],
  ])('refuses props that do not go together: %#', (props, message) => {
    expect(() => api(() => props)).toThrow(message);
  });
});
