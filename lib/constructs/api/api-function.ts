import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  CLAIM_VARIABLE,
  CORS_VARIABLE,
  MACHINES_VARIABLE,
  PREFIX_VARIABLE,
  RESULTS_VARIABLE,
  type TemplateDescription,
} from '../../api/index.ts';
import { CONTINUED_RESULTS, DEAD_LETTER_NOTE, parkedFolder } from '../../contract/parked-key.ts';
import { stateMachineName } from '../../contract/state-machine-name.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { withApiCode } from './api-code.ts';
import { needsRest } from './route-access.ts';
import type { TaskerApiProps } from './tasker-api-props.ts';
import { acknowledgeRuntime, lambdaDefaults, NODE_RUNTIME } from '../functions/lambda-defaults.ts';
import { acknowledgeEnvironment, environmentStatements, machineArn } from '../workflow/task-permissions.ts';

/** The function that serves the API. It may start tasks of these templates only, and read and cancel those of its environment. */
export function createApiFunction(
  scope: Construct,
  templates: readonly TemplateDescription[],
  props: TaskerApiProps,
  logGroup: logs.ILogGroup,
): lambda.Function {
  const { prefix, vpc, namespaceClaim, cors, resultsBuckets = [], stepLogGroups = [], tracing = true } = props;
  const machines = templates.map((template) => stateMachineName(template, prefix));
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Api: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [logGroup.logGroupArn],
          }),
          ...environmentStatements(scope, machines, prefix),
        ],
      }),
    },
  });
  if (vpc !== undefined) {
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));
  }
  for (const bucket of resultsBuckets) grantResults(role, bucket, machines);
  for (const group of stepLogGroups) group.grant(role, 'logs:FilterLogEvents');
  acknowledgeEnvironment(role, prefix);
  const fn = withApiCode(
    templates,
    (folder) =>
      new lambda.Function(scope, 'Function', {
        description: 'REST API of task templates',
        runtime: NODE_RUNTIME,
        ...lambdaDefaults,
        memorySize: 512,
        // API Gateway waits for 29 seconds.
        timeout: Duration.seconds(29),
        code: lambda.Code.fromAsset(folder),
        environment: {
          [MACHINES_VARIABLE]: machineArn(scope, ''),
          ...(prefix !== undefined && { [PREFIX_VARIABLE]: prefix }),
          // Before HTTP APIs, API Gateway adds the headers itself.
          ...(cors !== undefined && needsRest(props) && { [CORS_VARIABLE]: JSON.stringify(cors) }),
          ...(namespaceClaim !== undefined && { [CLAIM_VARIABLE]: namespaceClaim }),
          ...(resultsBuckets.length > 0 && { [RESULTS_VARIABLE]: 'yes' }),
        },
        role,
        logGroup,
        tracing: tracing ? lambda.Tracing.ACTIVE : lambda.Tracing.DISABLED,
        ...(vpc !== undefined && { vpc }),
      }),
  );
  acknowledgeRuntime(fn);
  if (tracing) {
    acknowledgeWildcard(role, '*', 'X-Ray takes segments for the account as a whole: its actions have no resource.');
  }
  return fn;
}

/** Reading parked results, and keeping notes on dead letters, below the names of these state machines only. */
function grantResults(role: iam.Role, bucket: s3.IBucket, machines: readonly string[]): void {
  const resources = machines.map((machine) => bucket.arnForObjects(`${parkedFolder(machine)}*`));
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }));
  // What operators note on dead letters lies beside.
  const notes = machines.map((machine) => bucket.arnForObjects(`${parkedFolder(machine)}*/${DEAD_LETTER_NOTE}`));
  const continued = machines.map((machine) => bucket.arnForObjects(`${parkedFolder(machine)}*/${CONTINUED_RESULTS}`));
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [...notes, ...continued] }));
  bucket.encryptionKey?.grantEncryptDecrypt(role);
  for (const each of notes) acknowledgeWildcard(role, each, 'One note per dead letter of its workflow.');
  for (const each of continued) acknowledgeWildcard(role, each, 'One object per repair of a task of its workflow.');
  for (const results of resources) {
    acknowledgeWildcard(role, results, 'One object per step of every execution, below the name of its workflow.');
  }
}
