import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Alarms on the API's function: it fails, or Lambda throttles it. */
export function createApiAlarms(
  scope: Construct,
  fn: lambda.IFunction,
  actions: readonly cloudwatch.IAlarmAction[],
): readonly cloudwatch.Alarm[] {
  const period = Duration.minutes(5);
  const alarms = [
    alarm(scope, 'ErrorsAlarm', fn.metricErrors({ period }), 'The API fails.'),
    alarm(scope, 'ThrottlesAlarm', fn.metricThrottles({ period }), 'Lambda throttles the API.'),
  ];
  for (const each of alarms) each.addAlarmAction(...actions);
  return alarms;
}

function alarm(scope: Construct, id: string, metric: cloudwatch.IMetric, alarmDescription: string): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, id, {
    metric,
    threshold: 1,
    alarmDescription,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}
