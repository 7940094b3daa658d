import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CalledFunction } from '../functions/called-function.ts';

/**
 * CloudWatch takes 500 metrics in a graph, and 2,500 in a dashboard; CloudFormation takes a template of 1 MB, of which a line in each graph is
 * some 600 bytes. Nobody can read as many.
 */
const MOST_IN_GRAPH = 200;

/** A dashboard: tasks above, steps below. */
export function createDashboard(
  scope: Construct,
  machine: sfn.StateMachine,
  functions: readonly CalledFunction[],
): cloudwatch.Dashboard {
  const perStep = (title: string, metric: (each: CalledFunction, label: string) => cloudwatch.IMetric) =>
    graph(
      functions.length > MOST_IN_GRAPH ? `${title}, the first ${MOST_IN_GRAPH}` : title,
      functions
        .slice(0, MOST_IN_GRAPH)
        .map((each) => metric(each, each.plan.steps.map((step) => step.name.value).join(', '))),
    );
  return new cloudwatch.Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(12),
    widgets: [
      [
        graph('Tasks', [
          machine.metricStarted({ label: 'started' }),
          machine.metricSucceeded({ label: 'succeeded' }),
          machine.metricFailed({ label: 'failed' }),
          machine.metricTimedOut({ label: 'timed out' }),
          machine.metricAborted({ label: 'cancelled' }),
        ]),
        graph('Duration of tasks', [
          machine.metricTime({ statistic: 'p50', label: 'p50' }),
          machine.metricTime({ statistic: 'p95', label: 'p95' }),
        ]),
      ],
      [
        perStep('Runs of steps', ({ function: fn }, label) => fn.metricInvocations({ label })),
        perStep('Errors of steps', ({ function: fn }, label) => fn.metricErrors({ label })),
      ],
      [
        perStep('Duration of steps (p50)', ({ function: fn }, label) => fn.metricDuration({ statistic: 'p50', label })),
        perStep('Duration of steps (p95)', ({ function: fn }, label) => fn.metricDuration({ statistic: 'p95', label })),
      ],
    ],
  });
}

function graph(title: string, metrics: readonly cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left: [...metrics], width: 8, height: 6 });
}
