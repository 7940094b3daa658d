import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describeTemplate, requestLimitOf, type TemplateDescription } from '../../api/index.ts';
import { taskRequestSchema } from '../../api/task-request-schema.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { Limit } from '../../states-language/limits.ts';
import { stateMachineName } from '../../contract/state-machine-name.ts';
import { contextSchema } from './context-schema.ts';
import type { CorsProps, TaskerApiProps } from './tasker-api-props.ts';
import { loadWorkflow } from '../workflow/load-workflow.ts';
import { machineArn } from '../workflow/task-permissions.ts';

/** A template whose tasks are started directly. */
export interface DirectStart extends TemplateDescription {
  /** The bytes that an execution's input may have. */
  readonly mostBytes: number;
}

/** What is needed of a workflow to start it directly. How large its request may be depends on how it is compiled. */
export function startedBy(
  { template }: CompiledWorkflow,
  { sync, environment, durations }: TaskerApiProps,
): DirectStart {
  const { workflow } = loadWorkflow(template.source.path, {
    sync,
    durations,
    environment: template.environments.has(environment ?? '') ? environment : undefined,
  });
  return { ...describeTemplate(template), mostBytes: requestLimitOf(workflow.definition) ?? Limit.stateBytes };
}

/**
 * Adds `POST /start/{namespace}/{name}/{version}` for each template: API Gateway checks the request and starts the
 * execution itself.
 */
export function addDirectStart(
  api: apigateway.RestApi,
  templates: readonly DirectStart[],
  { prefix, cors }: TaskerApiProps,
): void {
  const arnOf = (template: TemplateDescription) => machineArn(api, stateMachineName(template, prefix));
  const role = new iam.Role(api, 'StartRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    inlinePolicies: {
      Start: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['states:StartExecution'],
            resources: templates.map(arnOf),
          }),
        ],
      }),
    },
  });
  const requestValidator = api.addRequestValidator('Body', { validateRequestBody: true });
  api.addGatewayResponse('BadBody', {
    type: apigateway.ResponseType.BAD_REQUEST_BODY,
    templates: { 'application/json': errorBody('BAD_REQUEST', '$context.error.validationErrorString') },
  });
  for (const template of templates) {
    const path = `/start/${template.namespace}/${template.name}/${template.version}`;
    const method = api.root
      .resourceForPath(path)
      .addMethod('POST', startExecution(role, arnOf(template), template.mostBytes, cors), {
        requestValidator,
        methodResponses: ['201', '400', '413', '503'].map((statusCode) => ({ statusCode })),
      });
    const model = new apigateway.CfnModel(method, 'Model', {
      restApiId: api.restApiId,
      contentType: 'application/json',
      schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        required: ['context'],
        properties: { ...ANYTHING, context: contextSchema(template.input_schema) },
        // What a request has not, the state machine may have.
        additionalProperties: false,
      },
    });
    (method.node.defaultChild as apigateway.CfnMethod).requestModels = { 'application/json': model.ref };
    api.latestDeployment?.addToLogicalId({ path, input_schema: template.input_schema });
  }
}

/** What else a request may have, whatever it is. */
const ANYTHING = Object.fromEntries(
  [...Object.keys(taskRequestSchema.properties as object), 'options', 'request_id'].map((field) => [field, {}]),
);

function startExecution(role: iam.IRole, stateMachineArn: string, mostBytes: number, cors: CorsProps | undefined) {
  const pages = cors === undefined ? '' : allowOrigin(cors);
  const tooLarge = `The task's request may have ${mostBytes} bytes, so that the results of its steps fit beside it.`;
  const message = `$util.escapeJavaScript($input.path('$.message'))${keepApostrophes}`;
  return new apigateway.AwsIntegration({
    service: 'states',
    action: 'StartExecution',
    options: {
      credentialsRole: role,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: {
        'application/json': `#set($task = $input.json('$'))
#if($task${bytes}.length() > ${mostBytes})#set($task = "${TOO_LARGE}")#end
{
  "stateMachineArn": "${stateMachineArn}",
  "input": "$util.escapeJavaScript($task)${keepApostrophes}"
}`,
      },
      integrationResponses: [
        {
          statusCode: '201',
          responseTemplates: {
            'application/json': `${pages}#set($parts = $input.path('$.executionArn').split(":"))
{"task_uuid": "$parts[7]", "execution_arn": "$input.path('$.executionArn')"}`,
          },
        },
        {
          statusCode: '400',
          selectionPattern: '4\\d\\d',
          responseTemplates: {
            'application/json': `${pages}#if($input.path('$.message').contains("${TOO_LARGE}"))
#set($context.responseOverride.status = 413)
${errorBody('PAYLOAD_TOO_LARGE', tooLarge)}
#else
${errorBody('BAD_REQUEST', message)}
#end`,
          },
        },
        {
          statusCode: '503',
          selectionPattern: '5\\d\\d',
          responseTemplates: {
            'application/json': pages + errorBody('SERVICE_UNAVAILABLE', 'Step Functions did not answer.'),
          },
        },
      ],
    },
  });
}

/**
 * What is sent in the place of a request that is too large: a template cannot refuse, but Step Functions refuses what is no JSON,
 * and tells what it was.
 */
const TOO_LARGE = 'REQUEST_TOO_LARGE';

/** Puts as many letters in the place of a character as it takes bytes in UTF-8. */
const bytes = [
  ['\\x{10000}-\\x{10FFFF}', 'xxxx'],
  ['^\\x{0}-\\x{7FF}', 'xxx'],
  ['^\\x{0}-\\x{7F}', 'xx'],
]
  .map(([characters, letters]) => `.replaceAll("[${characters}]", "${letters}")`)
  .join('');

/** Names the origin of the page that asks in the answer's header, where it may read the answer. */
function allowOrigin({ allowOrigins, allowCredentials = false }: CorsProps): string {
  const header = '$context.responseOverride.header.Access-Control-Allow-Origin';
  if (allowOrigins.includes('*')) return `#set(${header} = "*")\n`;
  const matches = allowOrigins.map((origin) => `$origin == "${origin}"`).join(' || ');
  const credentials = '#set($context.responseOverride.header.Access-Control-Allow-Credentials = "true")';
  return `#set($origin = $input.params().header.get("origin"))
#if(!$origin)#set($origin = $input.params().header.get("Origin"))#end
#if(${matches})#set(${header} = $origin)${allowCredentials ? credentials : ''}#end
`;
}

/** `escapeJavaScript` escapes apostrophes too, which JSON does not allow. */
const keepApostrophes = `.replaceAll("\\\\'", "'")`;

function errorBody(code: string, message: string): string {
  return `{"error": {"code": "${code}", "message": "${message}", "request_id": "$context.requestId"}}`;
}
