import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { shortHash } from '../../contract/short-hash.ts';
import { withPrefix } from '../../contract/state-machine-name.ts';
import type { Step } from '../../template/task-template.ts';

const BUS_ID = 'TaskerEvents';

/** Whether a step publishes events that leave its function. */
export function publishesDurably({ publishesEvents }: Step): boolean {
  return publishesEvents.some(({ deliveryMode }) => deliveryMode !== 'fast');
}

/** The bus for domain events: all workflows of a stack with the same key share one. */
export function eventBusOf(scope: Construct, encryptionKey: kms.IKey | undefined): events.IEventBus {
  const stack = Stack.of(scope);
  const id = encryptionKey === undefined ? BUS_ID : BUS_ID + shortHash(encryptionKey.node.path);
  const found = stack.node.tryFindChild(id);
  if (found !== undefined) return found as events.EventBus;
  return createBus(stack, id, encryptionKey);
}

/** The keys of buses in stacks of their own. */
const keys = new WeakMap<Stack, kms.IKey | undefined>();

/**
 * The bus that all workflows of a deployment share, in a stack of its own, as they know it: by name, so that no stack holds
 * another's values. It is made once in a stack.
 *
 * @throws Error if it is there with another key
 */
export function sharedEventBus(
  stack: Stack,
  { prefix, encryptionKey }: { readonly prefix: string | undefined; readonly encryptionKey: kms.IKey | undefined },
): (scope: Stack) => events.IEventBus {
  const name = withPrefix(prefix, 'tasker-events');
  if (stack.node.tryFindChild(BUS_ID) === undefined) {
    createBus(stack, BUS_ID, encryptionKey, name);
    keys.set(stack, encryptionKey);
  } else if (keys.get(stack) !== encryptionKey) {
    throw new Error(
      `The bus "${name}" has another encryption key. Give the templates with this key a bus of their own: the prop "eventBus".`,
    );
  }
  return (scope) => {
    // The bus must be there first: EventBridge drops without a word what is put on one that is not.
    scope.addStackDependency(stack);
    return events.EventBus.fromEventBusName(scope, BUS_ID, name);
  };
}

function createBus(scope: Construct, id: string, kmsKey: kms.IKey | undefined, eventBusName?: string): events.EventBus {
  return new events.EventBus(scope, id, { description: 'Domain events of tasks', eventBusName, kmsKey });
}

/** How many events could not be published, and how many subscribers failed, as the functions' log tells. */
export function countEventErrors(scope: Construct, logGroup: logs.ILogGroup, machineName: string): cloudwatch.Metric {
  const place = { metricNamespace: 'Tasker', metricName: `EventErrors-${machineName}` };
  new logs.MetricFilter(scope, 'EventErrors', {
    logGroup,
    // Lambda writes what is on standard output into its own JSON, or leaves JSON as it is.
    filterPattern: logs.FilterPattern.numberValue('$.event_errors', '>', 0),
    metricValue: '$.event_errors',
    ...place,
  });
  return new cloudwatch.Metric({ namespace: place.metricNamespace, metricName: place.metricName, statistic: 'Sum' });
}
