import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { canonicalCallable } from '../../contract/callable.ts';
import { STEP_YIELDED } from '../../contract/checkpoint.ts';
import { attemptsOf } from '../../flow/retries.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import type { CalledFunction } from '../functions/called-function.ts';

const period = Duration.minutes(5);

/** The command that shows which tasks of a template have failed and why: what to run first when an alarm is raised. */
export function listDeadLetters({ namespace, name, version }: TemplateIdentity, prefix: string | undefined): string {
  const option = prefix === undefined ? '' : ` --prefix ${prefix}`;
  return `npx tasker-sfn dlq list --template ${namespace}/${name}@${version}${option}`;
}

/** Alarms on what happens to executions as a whole. @param command what to run first */
export function createExecutionAlarms(
  scope: Construct,
  machine: sfn.IStateMachine,
  command: string,
): readonly cloudwatch.Alarm[] {
  const first = `First: ${command}`;
  return [
    alarm(scope, 'FailedAlarm', machine.metricFailed({ period }), 1, `Tasks have failed. ${first}`),
    alarm(scope, 'TimedOutAlarm', machine.metricTimedOut({ period }), 1, `Tasks have timed out. ${first}`),
    alarm(scope, 'ThrottledAlarm', machine.metricThrottled({ period }), 1, 'Step Functions throttles tasks.'),
  ];
}

/** An alarm on domain events that nobody has received. */
export function createEventAlarm(scope: Construct, errors: cloudwatch.Metric): cloudwatch.Alarm {
  return alarm(scope, 'EventErrorsAlarm', errors.with({ period }), 1, 'Domain events could not be published.');
}

/** How often steps have yielded at a checkpoint, by handler, as the functions' log tells. Lambda counts each as an error. */
export function countYields(scope: Construct, logGroup: logs.ILogGroup, machineName: string): cloudwatch.Metric {
  const place = { metricNamespace: 'Tasker', metricName: `Yields-${machineName}` };
  new logs.MetricFilter(scope, 'Yields', {
    logGroup,
    filterPattern: logs.FilterPattern.stringValue('$.message', '=', STEP_YIELDED),
    metricValue: '1',
    dimensions: { Handler: '$.handler' },
    ...place,
  });
  return new cloudwatch.Metric({ namespace: place.metricNamespace, metricName: place.metricName, statistic: 'Sum' });
}

/**
 * An alarm on the errors of a step's function, save its yields. Single errors are retried and may not matter; as many as the step has
 * attempts may be a task that fails.
 *
 * @param yields As {@link countYields} counts them; without it, the step has nowhere to keep a checkpoint.
 */
export function createStepAlarm(
  { function: fn, plan, scope, mayYield }: CalledFunction,
  command: string,
  yields: cloudwatch.Metric | undefined,
): cloudwatch.Alarm {
  const description = `${plan.callable} keeps failing. First: ${command}`;
  const threshold = Math.max(...plan.steps.map(({ retry }) => attemptsOf(retry)));
  const errors = fn.metricErrors({ period });
  if (yields === undefined || !mayYield) return alarm(scope, 'ErrorsAlarm', errors, threshold, description);
  const own = yields.with({ period, dimensionsMap: { Handler: canonicalCallable(plan.callable) } });
  const failures = new cloudwatch.MathExpression({
    expression: 'errors - FILL(yields, 0)',
    usingMetrics: { errors, yields: own },
    label: 'Errors',
    period,
  });
  return alarm(scope, 'ErrorsAlarm', failures, threshold, description);
}

function alarm(
  scope: Construct,
  id: string,
  metric: cloudwatch.IMetric,
  threshold: number,
  alarmDescription: string,
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, id, {
    metric,
    threshold,
    alarmDescription,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}
