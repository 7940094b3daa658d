import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BundledHandler } from '../../languages/index.ts';
import { bundleHandlers } from '../../project/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { placeFunctions } from './place-functions.ts';
import { planFunctions } from './plan-functions.ts';
import { StepLambda } from './step-lambda.ts';
import type { TaskerWorkflowProps } from '../workflow/tasker-workflow-props.ts';
import { valueOf } from '../workflow/load-workflow.ts';

/** What all functions of a workflow share. */
export interface SharedByFunctions {
  readonly machineName: string;
  readonly logGroup: logs.ILogGroup;
  readonly resultsBucket?: s3.IBucket;
}

/** Makes the function of each handler of a workflow. */
export function createFunctions(
  scope: Construct,
  workflow: CompiledWorkflow,
  props: TaskerWorkflowProps,
  shared: SharedByFunctions,
): readonly StepLambda[] {
  const plans = planFunctions(workflow, props.stepDefaults, props.steps);
  const bundles = valueOf(bundleHandlers([workflow], { dir: props.handlers, from: process.cwd() }));
  const policy = createPolicy(scope, shared);
  const place = placeFunctions(scope, plans.length);
  const bucket = shared.resultsBucket;
  const environment = {
    NODE_OPTIONS: '--enable-source-maps',
    ...(bucket !== undefined && { [RESULTS_BUCKET_VARIABLE]: bucket.bucketName }),
  };
  return plans.map(
    (plan) =>
      new StepLambda(place(plan.key), plan.key, {
        plan,
        code: (bundles.get(plan.callable) as BundledHandler).folder,
        logGroup: shared.logGroup,
        policy,
        environment,
        retainVersions: props.retainVersions ?? true,
      }),
  );
}

/** What every step function may do, and nothing else: write its log, and park and read results of its workflow. */
function createPolicy(
  scope: Construct,
  { machineName, logGroup, resultsBucket }: SharedByFunctions,
): iam.ManagedPolicy {
  const policy = new iam.ManagedPolicy(scope, 'StepPolicy', {
    description: `What every step of ${machineName} may do`,
    statements: [
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
  if (resultsBucket === undefined) return policy;
  const results = resultsBucket.arnForObjects(`${machineName}/*`);
  policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [results] }));
  acknowledgeWildcard(policy, results, 'One object per step of every execution, below the name of this workflow.');
  return policy;
}
