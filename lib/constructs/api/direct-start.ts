import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { TemplateDescription } from '../../api/index.ts';
import { stateMachineName } from '../../contract/state-machine-name.ts';
import { contextSchema } from './context-schema.ts';
import { machineArn } from '../workflow/task-permissions.ts';

/**
 * Adds `POST /start/{namespace}/{name}/{version}` for each template: API Gateway checks the request and starts the
 * execution itself.
 */
export function addDirectStart(
  api: apigateway.RestApi,
  templates: readonly TemplateDescription[],
  prefix: string | undefined,
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
    const method = api.root.resourceForPath(path).addMethod('POST', startExecution(role, arnOf(template)), {
      requestValidator,
      methodResponses: ['201', '400', '503'].map((statusCode) => ({ statusCode })),
    });
    const model = new apigateway.CfnModel(method, 'Model', {
      restApiId: api.restApiId,
      contentType: 'application/json',
      schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        required: ['context'],
        properties: { context: contextSchema(template.input_schema) },
      },
    });
    (method.node.defaultChild as apigateway.CfnMethod).requestModels = { 'application/json': model.ref };
    api.latestDeployment?.addToLogicalId({ path, input_schema: template.input_schema });
  }
}

function startExecution(role: iam.IRole, stateMachineArn: string) {
  const message = `$util.escapeJavaScript($input.path('$.message'))${keepApostrophes}`;
  return new apigateway.AwsIntegration({
    service: 'states',
    action: 'StartExecution',
    options: {
      credentialsRole: role,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: {
        'application/json': `{
  "stateMachineArn": "${stateMachineArn}",
  "input": "$util.escapeJavaScript($input.json('$'))${keepApostrophes}"
}`,
      },
      integrationResponses: [
        {
          statusCode: '201',
          responseTemplates: {
            'application/json': `#set($parts = $input.path('$.executionArn').split(":"))
{"task_uuid": "$parts[7]", "execution_arn": "$input.path('$.executionArn')"}`,
          },
        },
        {
          statusCode: '400',
          selectionPattern: '4\\d\\d',
          responseTemplates: { 'application/json': errorBody('BAD_REQUEST', message) },
        },
        {
          statusCode: '503',
          selectionPattern: '5\\d\\d',
          responseTemplates: { 'application/json': errorBody('SERVICE_UNAVAILABLE', 'Step Functions did not answer.') },
        },
      ],
    },
  });
}

/** `escapeJavaScript` escapes apostrophes too, which JSON does not allow. */
const keepApostrophes = `.replaceAll("\\\\'", "'")`;

function errorBody(code: string, message: string): string {
  return `{"error": {"code": "${code}", "message": "${message}", "request_id": "$context.requestId"}}`;
}
