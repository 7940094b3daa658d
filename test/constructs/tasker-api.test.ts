import { requestLimitOf } from '../../lib/api/index.ts';
import { compileFile } from '../../lib/project/index.ts';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { TaskerApi, TemplateError, type TaskerApiProps } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { synth } from './support/synth.ts';

function api(props: Partial<TaskerApiProps> = {}, then: (made: TaskerApi) => void = () => {}) {
  return synth((stack) => then(new TaskerApi(stack, 'Api', { templates: 'templates/microservices', ...props })))
    .template;
}

const plain = api();
const machine =
  'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:microservices-user_registration-1_0_0';

/** The ARN of machines by a pattern of their names, and that of their executions. */
const named = (pattern: string) => machine.replace('microservices-user_registration-1_0_0', pattern);
const executionsOf = (pattern: string) => `${named(pattern).replace(':stateMachine:', ':execution:')}:*`;
const childrenOf = (pattern: string) => [
  executionsOf(pattern).replace(/:\*$/, '/*:*'),
  executionsOf(pattern).replace(':execution:', ':mapRun:').replace(/:\*$/, '/*:*'),
];
const READ_CHILDREN = 'states:GetExecutionHistory, states:ListExecutions';
const READ = 'states:DescribeStateMachine, states:ListExecutions, states:ListTagsForResource';
const READ_OR_STOP =
  'states:DescribeExecution, states:DescribeStateMachineForExecution, states:GetExecutionHistory, states:StopExecution';
const X_RAY = 'Allow xray:PutTraceSegments, xray:PutTelemetryRecords on *';

describe('the API', () => {
  it('is an HTTP API with one function behind every path, and IAM before each', () => {
    plain.hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    // And one below each namespace, for IAM.
    plain.resourceCountIs('AWS::ApiGatewayV2::Route', 2);
    plain.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'ANY /{proxy+}',
      AuthorizationType: 'AWS_IAM',
    });
    plain.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
    });
    plain.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Timeout: 29,
    });
  });

  it('tells its function where the state machines are', () => {
    plain.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TASKER_SFN_STATE_MACHINES: {
            'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':stateMachine:$')])],
          },
        },
      },
    });
  });

  it('may start tasks of its templates, see and stop those of its environment, and nothing else', () => {
    expect(statementsOf(plain)).toEqual({
      ApiRole: [
        'Allow logs:CreateLogStream, logs:PutLogEvents on <ApiLog.Arn>',
        `Allow states:StartExecution on ${machine}`,
        'Allow states:ListStateMachines on *',
        `Allow ${READ} on ${named('*-*_*_*')}, ${named('*-????????')}`,
        `Allow ${READ_OR_STOP} on ${executionsOf('*-*_*_*')}, ${executionsOf('*-????????')}`,
        `Allow ${READ_CHILDREN} on ${[...childrenOf('*-*_*_*'), ...childrenOf('*-????????')].join(', ')}`,
        `Deny ${READ}, ${READ_OR_STOP} on ${[named('*--*'), executionsOf('*--*'), ...childrenOf('*--*')].join(', ')}`,
      ],
      ApiRoleDefaultPolicy: [X_RAY],
    });
  });

  it('sees nothing of other environments', () => {
    expect(statementsOf(api({ prefix: 'dev' })).ApiRole!.slice(1)).toEqual([
      `Allow states:StartExecution on ${named('dev--microservices-user_registration-1_0_0')}`,
      'Allow states:ListStateMachines on *',
      `Allow ${READ} on ${named('dev--*-*_*_*')}, ${named('dev--*-????????')}`,
      `Allow ${READ_OR_STOP} on ${executionsOf('dev--*-*_*_*')}, ${executionsOf('dev--*-????????')}`,
      `Allow ${READ_CHILDREN} on ${[...childrenOf('dev--*-*_*_*'), ...childrenOf('dev--*-????????')].join(', ')}`,
    ]);
  });

  it('takes a key for its logs, with which it may decrypt', () => {
    const template = synth((stack) => {
      const encryptionKey = new kms.Key(stack, 'Key');
      new TaskerApi(stack, 'Api', { templates: 'templates/microservices', encryptionKey });
    }).template;
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    expect(statementsOf(template).ApiRoleDefaultPolicy).toEqual([X_RAY, 'Allow kms:Decrypt on <Key.Arn>']);
    const [made] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(JSON.stringify(made)).toContain('logs.amazonaws.com');
  });

  it('can let others call it', () => {
    const template = synth((stack) => {
      const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
      new TaskerApi(stack, 'Api', { templates: 'templates/microservices' }).grantInvoke(caller);
    }).template;
    expect(statementsOf(template).CallerDefaultPolicy).toEqual([
      'Allow execute-api:Invoke on arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ApiHttp>/*',
    ]);
  });

  it('takes tokens of an issuer', () => {
    const template = api({ jwt: { issuer: 'https://issuer.example.com', audience: ['tasks'] } });
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', {
      AuthorizationType: 'JWT',
      AuthorizerId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://issuer.example.com', Audience: ['tasks'] },
    });
  });

  it('takes keys: a REST API then, with a key and a usage plan', () => {
    const template = api({ apiKey: true });
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    template.allResourcesProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true, AuthorizationType: 'NONE' });
    template.resourceCountIs('AWS::ApiGateway::ApiKey', 1);
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  it('refuses props that need two kinds of API', () => {
    const jwt = { issuer: 'https://issuer.example.com', audience: ['tasks'] };
    expect(() => api({ jwt, apiKey: true })).toThrow(/"jwt" needs an HTTP API/);
    expect(() => api({ jwt, directStart: true })).toThrow(/"jwt" needs an HTTP API/);
  });

  it('reports the mistakes of all templates at once', () => {
    const project = makeProject([]);
    const identity = { namespace: 'a', name: 'b', version: '1.0.0' };
    project.writeTemplate('one.yaml', templateText(identity, [{ name: 'x', callable: 'X', after: ['y'] }]));
    project.writeTemplate('two.yaml', 'name: [');
    expect(() => api({ templates: project.templates })).toThrow(TemplateError);
    expect(() => api({ templates: project.templates })).toThrow(/unknown-dependency[\s\S]*two\.yaml/);
  });
});

describe('the start without a function', () => {
  const template = api({ directStart: true });
  const [post] = Object.values(
    template.findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'POST' } }),
  );
  const { Integration } = (post as { Properties: { Integration: Integration } }).Properties;

  interface Integration {
    readonly RequestTemplates: { readonly 'application/json': { readonly 'Fn::Join': [string, unknown[]] } };
    readonly IntegrationResponses: readonly { readonly StatusCode: string; readonly SelectionPattern?: string }[];
  }

  it('refuses a request beside which the results do not fit, to the byte', () => {
    const [, parts] = Integration.RequestTemplates['application/json']['Fn::Join'];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'ARN')).join('');
    const [, most] = /\.length\(\) > (\d+)\)#set\(\$task = "REQUEST_TOO_LARGE"\)#end/.exec(text) ?? [];
    const { value } = compileFile('templates/microservices/user_registration.yaml', { from: '.' });
    expect(Number(most)).toBe(requestLimitOf(value!.definition));
    // What the template counts is what the input has in UTF-8. Java writes \x{…} where JavaScript has \u{…}.
    const steps = [...text.matchAll(/\.replaceAll\("(\[[^"]*\])", "(x+)"\)/g)].slice(0, 3);
    const count = (input: string) =>
      steps.reduce(
        (rest, [, pattern = '', letters = '']) =>
          rest.replace(new RegExp(pattern.replaceAll('\\x{', '\\u{'), 'gu'), letters),
        input,
      ).length;
    for (const input of ['abc', 'Grüße', '日本語', '👍🏽 ok', '\u0000\u007f\u0080\u07ff\u0800\uffff']) {
      expect(count(input), input).toBe(Buffer.byteLength(input));
    }
    const refusal = JSON.stringify(Integration.IntegrationResponses);
    expect(refusal).toContain('responseOverride.status = 413');
    expect(refusal).toContain(`may have ${most} bytes`);
  });

  it('takes requests as large as the workflow does, however that is compiled', () => {
    const project = makeProject([]);
    const graph: Readonly<Record<string, readonly string[]>> = { a: [], b: [], c: ['a'], d: ['a', 'b'] };
    const steps = Object.entries(graph).map(([name, after]) => ({ name, callable: 'X', after }));
    const staging = `
environments:
  staging:
    steps: [{ name: c, handler: { initialization: { text: ${'x'.repeat(9_000)} } } }]`;
    const identity = { namespace: 'a', name: 'n', version: '1.0.0' };
    const path = project.writeTemplate('n.yaml', templateText(identity, steps, staging));
    const limitOf = (props: Partial<TaskerApiProps>) =>
      Number(
        /may have (\d+) bytes/.exec(
          JSON.stringify(api({ templates: project.templates, directStart: true, ...props }).toJSON()),
        )![1],
      );
    const compiled = [
      {},
      { sync: 'exact' },
      { environment: 'staging' },
      { sync: 'exact', environment: 'staging' },
    ] as const;
    const limits = compiled.map((options) =>
      requestLimitOf(compileFile(path, { from: '.', ...options }).value!.definition),
    );
    expect(compiled.map(limitOf)).toEqual(limits);
    expect(new Set(limits).size).toBe(4);
    expect(limitOf({ environment: 'elsewhere' })).toBe(limits[0]);
  });

  it('is one path per template, guarded by IAM and checked by a model', () => {
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      AuthorizationType: 'AWS_IAM',
      RequestValidatorId: Match.anyValue(),
      RequestModels: { 'application/json': { Ref: Match.stringLikeRegexp('Model') } },
    });
    for (const PathPart of ['start', 'microservices', 'user_registration', '1.0.0']) {
      template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart });
    }
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true });
    template.hasResourceProperties('AWS::ApiGateway::Model', {
      Schema: Match.objectLike({
        required: ['context'],
        properties: {
          context: Match.objectLike({ properties: { user_info: Match.objectLike({ required: ['email', 'name'] }) } }),
        },
      }),
    });
  });

  it('may start the state machines of the templates, and nothing else', () => {
    expect(statementsOf(template).ApiRestStartRole).toEqual([`Allow states:StartExecution on ${machine}`]);
  });

  it('passes the body on as it is, apostrophes included', () => {
    const [, parts] = Integration.RequestTemplates['application/json']['Fn::Join'];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'X')).join('');
    expect(text).toContain('"stateMachineArn": "arn:X:states:X:X:stateMachine:microservices-user_registration-1_0_0"');
    expect(text).toContain(String.raw`"input": "$util.escapeJavaScript($task).replaceAll("\\'", "'")"`);
  });

  it('tells success, refusal and failure', () => {
    expect(Integration.IntegrationResponses.map((each) => [each.StatusCode, each.SelectionPattern])).toEqual([
      ['201', undefined],
      ['400', String.raw`4\d\d`],
      ['503', String.raw`5\d\d`],
    ]);
    template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', { ResponseType: 'BAD_REQUEST_BODY' });
  });

  it('is deployed again when a schema changes', () => {
    const deploymentOf = (schema: string) => {
      const project = makeProject([]);
      const identity = { namespace: 'a', name: 'b', version: '1.0.0' };
      project.writeTemplate(
        'b.yaml',
        templateText(identity, [{ name: 'x', callable: 'X' }], `input_schema: ${schema}`),
      );
      const [id] = Object.keys(
        api({ templates: project.templates, directStart: true }).findResources('AWS::ApiGateway::Deployment'),
      );
      return id;
    };
    expect(deploymentOf('{ required: [a] }')).not.toBe(deploymentOf('{ required: [b] }'));
    expect(deploymentOf('{ required: [a] }')).toBe(deploymentOf('{ required: [a] }'));
  });
});
