import { Annotations } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type BundledHandler, type HandlerBundle, mayYield } from '../../languages/index.ts';
import { bundleHandlers, type BundleOptions } from '../../project/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { renderDiagnostic } from '../../diagnostics/render-diagnostic.ts';
import { EVENT_BUS_VARIABLE, RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { parkedFolder } from '../../contract/parked-key.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { publishesDurably } from '../operations/event-bus.ts';
import type { CalledFunction } from './called-function.ts';
import { nameFunctions, placeFunctions } from './place-functions.ts';
import { runtimeOf } from './lambda-defaults.ts';
import { type FunctionPlan, planFunctions } from './plan-functions.ts';
import { StepLambda, TRACE_ACTIONS } from './step-lambda.ts';
import type { TaskerWorkflowProps } from '../workflow/tasker-workflow-props.ts';
import { resolveFromApp } from '../workflow/resolve-from-app.ts';
import { valueOf } from '../workflow/load-workflow.ts';

/** What all functions of a workflow share. */
export interface SharedByFunctions {
  readonly machineName: string;
  readonly logGroup: logs.ILogGroup;
  readonly resultsBucket?: s3.IBucket;
  readonly eventBus?: events.IEventBus;
}

/** Makes the function of each handler of a workflow. */
export function createFunctions(
  scope: Construct,
  workflow: CompiledWorkflow,
  props: TaskerWorkflowProps,
  shared: SharedByFunctions,
): readonly CalledFunction[] {
  const plans = planFunctions(workflow, props.stepDefaults, props.steps);
  const created = new Set(plans.filter(({ settings }) => settings.function === undefined).map((plan) => plan.callable));
  const architectures = new Map(plans.map(({ callable, settings }) => [callable, settings.architecture]));
  const bundles = bundle(scope, workflow, props, {
    isWanted: (callable) => created.has(callable),
    cpuOf: (callable) => (architectures.get(callable)?.name === lambda.Architecture.X86_64.name ? 'x64' : 'arm64'),
  });
  const policy = createPolicy(scope, shared, props.tracing ?? true);
  const place = placeFunctions(scope, plans.length);
  const names = nameFunctions(shared.machineName, plans.length);
  const bucket = shared.resultsBucket;
  const environmentOf = ({ language }: BundledHandler) => ({
    ...(language === 'typescript' && { NODE_OPTIONS: '--enable-source-maps' }),
    ...(bucket !== undefined && { [RESULTS_BUCKET_VARIABLE]: bucket.bucketName }),
  });
  return plans.map((plan): CalledFunction => {
    const existing = plan.settings.function;
    if (existing !== undefined) return callExisting(place(plan.key), plan, existing);
    const { eventBus } = shared;
    const bus = plan.steps.some(publishesDurably) ? eventBus : undefined;
    const bundled = bundles.get(plan.callable) as BundledHandler;
    checkLanguage(plan, props.steps, bundled);
    const made = new StepLambda(place(plan.key), plan.key, {
      plan,
      mayYield: mayYield(bundled),
      code: bundled.folder,
      runtime: bundled.runtime,
      names,
      logGroup: shared.logGroup,
      policy,
      environment: { ...environmentOf(bundled), ...(bus !== undefined && { [EVENT_BUS_VARIABLE]: bus.eventBusArn }) },
      retainVersions: props.retainVersions ?? true,
      prefix: props.prefix,
      tracing: props.tracing ?? true,
    });
    bus?.grantPutEventsTo(made.function);
    return made;
  });
}

/** `stepDefaults` may be for the handlers of another language; what is said of one step is for its own. */
function checkLanguage(
  { steps, callable }: FunctionPlan,
  settings: TaskerWorkflowProps['steps'],
  { runtime }: BundledHandler,
): void {
  for (const name of steps.map((step) => step.name.value)) {
    const wanted = settings?.[name]?.runtime;
    if (wanted === undefined || runtimeOf(runtime, wanted) === wanted) continue;
    throw new Error(
      `"steps.${name}" has the runtime "${wanted.name}", but its handler ${callable} is bundled for ${runtime}. Leave the runtime out, or name one of that language.`,
    );
  }
}

function bundle(
  scope: Construct,
  workflow: CompiledWorkflow,
  { handlers, bundling, metrics }: TaskerWorkflowProps,
  choice: Pick<BundleOptions, 'isWanted' | 'cpuOf'>,
): HandlerBundle {
  const outcome = bundleHandlers([workflow], {
    dir: resolveFromApp(handlers),
    from: process.cwd(),
    bundling: metrics === undefined ? bundling : { ...bundling, metrics },
    ...choice,
  });
  const bundles = valueOf(outcome);
  for (const each of outcome.diagnostics) {
    Annotations.of(scope).addWarningV2(`tasker-sfn:${each.code}`, renderDiagnostic(each));
  }
  return bundles;
}

function callExisting(scope: Construct, plan: FunctionPlan, existing: lambda.IFunction): CalledFunction {
  const { functionArn } = existing;
  return {
    plan,
    function: existing,
    // What is known of it is its name.
    mayYield: false,
    scope: new Construct(scope, plan.key),
    calledArn: functionArn,
    callableArn: functionArn,
  };
}

/** What every step function may do, and nothing else: write its log, and park and read results of its workflow. */
function createPolicy(
  scope: Construct,
  { machineName, logGroup, resultsBucket }: SharedByFunctions,
  tracing: boolean,
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
  if (tracing) {
    policy.addStatements(new iam.PolicyStatement({ actions: TRACE_ACTIONS, resources: ['*'] }));
    acknowledgeWildcard(policy, '*', 'X-Ray takes segments for the account as a whole: its actions have no resource.');
  }
  if (resultsBucket === undefined) return policy;
  const results = resultsBucket.arnForObjects(`${parkedFolder(machineName)}*`);
  policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [results] }));
  const key = resultsBucket.encryptionKey;
  if (key !== undefined) {
    policy.addStatements(
      new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
    );
  }
  acknowledgeWildcard(policy, results, 'One object per step of every execution, below the name of this workflow.');
  return policy;
}
