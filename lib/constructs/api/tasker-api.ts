import { ArnFormat, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { describeTemplate } from '../../api/index.ts';
import { createApiAlarms } from './api-alarms.ts';
import { checkApiProps } from './check-api-props.ts';
import { createApiFunction } from './api-function.ts';
import { addDirectStart } from './direct-start.ts';
import { checkPrefix } from '../workflow/check-prefix.ts';
import { allowLogs } from '../workflow/encrypt-logs.ts';
import { createHttpFront } from './http-front.ts';
import { loadAllWorkflows } from '../workflow/load-workflow.ts';
import { createRestFront } from './rest-front.ts';
import type { TaskerApiProps } from './tasker-api-props.ts';

/**
 * Tasker's REST API for a folder of templates, behind API Gateway. It finds the state machines by their names, so the
 * stacks of the templates and that of the API are deployed independently.
 *
 * @example
 * ```ts
 * import { App, Stack } from 'aws-cdk-lib';
 * import { TaskerApi } from 'tasker-sfn/constructs';
 *
 * const stack = new Stack(new App(), 'TaskerApi');
 * const api = new TaskerApi(stack, 'Api', { templates: 'templates' });
 * console.log(api.url);
 * ```
 */
export class TaskerApi extends Construct {
  /** Where the API is, without a slash at the end: tasks are at `${url}/v1/tasks`. */
  readonly url: string;
  /** The function that answers every request, except those of `directStart`. */
  readonly function: lambda.Function;
  /** The API of API Gateway: HTTP, or REST with `apiKey` or `directStart`. */
  readonly api: apigatewayv2.HttpApi | apigateway.RestApi;
  /** The log of the function. */
  readonly logGroup: logs.LogGroup;
  /** The log of requests. */
  readonly accessLogGroup: logs.ILogGroup;
  private readonly apiId: string;

  /**
   * @param scope The stack, or a construct in it.
   * @param id The construct's name within its scope.
   * @param props Which templates, and who may call.
   * @throws TemplateError when a template has mistakes, and Error when props do not go together
   */
  constructor(scope: Construct, id: string, props: TaskerApiProps) {
    super(scope, id);
    const { apiKey = false, directStart = false, prefix, encryptionKey, domain, alarmActions = [] } = props;
    checkPrefix(prefix);
    checkApiProps(props);
    const templates = loadAllWorkflows(props.templates).map(({ template }) => describeTemplate(template));

    const log = {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
      encryptionKey,
    };
    if (encryptionKey !== undefined) allowLogs(this, encryptionKey);
    this.logGroup = new logs.LogGroup(this, 'Log', log);
    this.accessLogGroup = props.accessLog ?? new logs.LogGroup(this, 'AccessLog', log);
    this.function = createApiFunction(this, templates, props, this.logGroup);
    encryptionKey?.grantDecrypt(this.function);
    if (alarmActions.length > 0) createApiAlarms(this, this.function, alarmActions);

    if (apiKey || directStart) {
      const api = createRestFront(this, this.function, this.accessLogGroup, props);
      if (directStart) addDirectStart(api, templates, prefix);
      this.api = api;
      this.apiId = api.restApiId;
      this.url = domain === undefined ? api.url.replace(/\/$/, '') : `https://${domain.domainName}`;
    } else {
      const api = createHttpFront(this, this.function, this.accessLogGroup, props);
      this.api = api;
      this.apiId = api.apiId;
      this.url = domain === undefined ? api.apiEndpoint : `https://${domain.domainName}`;
    }
    new CfnOutput(this, 'Url', { value: this.url });
  }

  /**
   * Lets a principal call the API, where IAM guards it.
   *
   * @param grantee Who may, such as the role of a service.
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [
        Stack.of(this).formatArn({
          service: 'execute-api',
          resource: this.apiId,
          resourceName: '*',
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ],
    });
  }
}
