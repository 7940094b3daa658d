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
import { addDirectStart, startedBy } from './direct-start.ts';
import { checkPrefix } from '../workflow/check-prefix.ts';
import { allowLogs } from '../workflow/encrypt-logs.ts';
import { createHttpFront } from './http-front.ts';
import { loadAllWorkflows } from '../workflow/load-workflow.ts';
import { needsRest } from './route-access.ts';
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
  private readonly isGuardedByIam: boolean;

  /**
   * @param scope The stack, or a construct in it.
   * @param id The construct's name within its scope.
   * @param props Which templates, and who may call.
   * @throws TemplateError when a template has mistakes, and Error when props do not go together
   */
  constructor(scope: Construct, id: string, props: TaskerApiProps) {
    super(scope, id);
    const { directStart = false, prefix, encryptionKey, domain, alarmActions = [] } = props;
    checkPrefix(prefix);
    checkApiProps(props);
    this.isGuardedByIam = !props.apiKey && props.jwt === undefined && props.authorizer === undefined;
    const workflows = loadAllWorkflows(props.templates);
    const templates = workflows.map(({ template }) => describeTemplate(template));

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

    if (needsRest(props)) {
      const api = createRestFront(this, this.function, this.accessLogGroup, props);
      if (directStart) {
        const started = workflows.map((workflow) => startedBy(workflow, props));
        addDirectStart(api, started, props);
      }
      this.api = api;
      this.apiId = api.restApiId;
      this.url = domain === undefined ? api.url.replace(/\/$/, '') : `https://${domain.domainName}`;
    } else {
      const namespaces = [...new Set(templates.map(({ namespace }) => namespace))];
      const api = createHttpFront(this, this.function, this.accessLogGroup, props, namespaces);
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
    return this.grantPaths(grantee, ['*']);
  }

  /**
   * Lets a principal call the API for one namespace alone, where IAM guards it: at `${url}/namespaces/{namespace}/v1/…`, and with
   * `directStart` at `${url}/start/{namespace}/…`. What belongs to other namespaces does not exist there.
   *
   * @param grantee Who may, such as the role of a team.
   * @param namespace The namespace, as templates name it.
   * @param access What they may do.
   * @throws Error when tokens or keys guard the API, and not IAM
   */
  grantNamespace(grantee: iam.IGrantable, namespace: string, access: 'all' | 'read' = 'all'): iam.Grant {
    if (!this.isGuardedByIam) {
      throw new Error('IAM does not guard this API: grant namespaces by "namespaceClaim", or by a rule of your own.');
    }
    const name = encodeURIComponent(namespace);
    const read = [`*/GET/namespaces/${name}/*`];
    return this.grantPaths(grantee, access === 'read' ? read : [`*/*/namespaces/${name}/*`, `*/POST/start/${name}/*`]);
  }

  private grantPaths(grantee: iam.IGrantable, paths: readonly string[]): iam.Grant {
    const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: paths.map((resourceName) =>
        Stack.of(this).formatArn({ service: 'execute-api', resource: this.apiId, resourceName, arnFormat }),
      ),
    });
  }
}
