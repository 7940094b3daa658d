import type { JsonObject } from '../contract/json.ts';
import { Limit } from '../states-language/limits.ts';
import { Rendezvous } from '../contract/rendezvous.ts';
import type { Step } from '../template/task-template.ts';
import { attemptsOf, delaysOf } from './backoff.ts';
import { containerPath, failureEntry, receivedPath } from './data-flow.ts';
import type { Delivery } from './deliveries.ts';
import { memberPath } from './json-path.ts';
import type { EmitContext, Scope } from './machine.ts';
import { attributeOf, faultRetrier, itemOf } from './rendezvous-item.ts';
import { auxiliaryName } from './state-names.ts';
import type { Catcher } from '../states-language/types.ts';

/** Engines differ in how they spell the service. */
const CONDITION_FAILED = ['DynamoDb.ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'];

/** The first state of a step that waits. */
export function awaitName(step: string): string {
  return auxiliaryName(step, 'await');
}

/** Emits what a waiting step does first: wait until all producers have settled, and collect what they brought. */
export function emitAwait(step: Step, delivery: Delivery, next: string, scope: Scope, context: EmitContext): void {
  const name = step.name.value;
  const collect = auxiliaryName(name, 'collect');
  const unmet = auxiliaryName(name, 'not met');
  const failed: Catcher = { ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: unmet };
  const producers = [...delivery.brought.keys()];
  scope.states.add(awaitName(name), {
    Type: 'Task',
    Comment: `Wait until ${producers.join(', ')} settled, unless that is so already.`,
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Parameters: {
      ...itemOf(name),
      UpdateExpression: `SET task_token = :token, ${Rendezvous.expires} = :expires`,
      ConditionExpression: 'attribute_not_exists(arrived) OR size(arrived) < :all',
      ExpressionAttributeValues: {
        ':token': { 'S.$': '$$.Task.Token' },
        ':expires': { 'N.$': '$.expires' },
        ':all': { N: String(producers.length) },
      },
    },
    TimeoutSeconds: longestWait(producers, context),
    ResultPath: null,
    Retry: [{ ErrorEquals: [...CONDITION_FAILED, 'States.Timeout'], MaxAttempts: 0 }, faultRetrier],
    Catch: [{ ErrorEquals: CONDITION_FAILED, ResultPath: null, Next: collect }, failed],
    Next: collect,
  });
  scope.states.add(collect, {
    Type: 'Task',
    Comment: 'Read what they left.',
    Resource: 'arn:aws:states:::dynamodb:getItem',
    Parameters: { ...itemOf(name), ConsistentRead: true },
    ResultSelector: readEntries(delivery),
    ResultPath: receivedPath(step, delivery, scope.depth),
    Retry: [faultRetrier],
    Catch: [failed],
    Next: next,
  });
  scope.states.add(unmet, {
    Type: 'Pass',
    Comment: `${name} never ran.`,
    Parameters: failureEntry(name, 0),
    ResultPath: memberPath(containerPath(scope.depth), name),
    ...scope.onFailure,
  });
}

/** The received entries by step name, from where the producers left them as text. */
function readEntries({ brought }: Delivery): JsonObject {
  return Object.fromEntries(
    [...brought].flatMap(([producer, names]) =>
      names.map((name) => {
        const text = `${memberPath(`${memberPath('$.Item', attributeOf(producer))}.M`, name)}.S`;
        return [`${name}.$`, `States.StringToJson(${text})`];
      }),
    ),
  );
}

/** What handlers may ask for with `retry_after`, in all, before a waiting step gives up; in seconds. */
const ASKED_SECONDS = 86_400;

/** Retries of Lambda's own faults take no longer than this, in seconds. */
const FAULT_SECONDS = 126;

/** The seconds after which a wait must have ended: what the steps before it take at most, one after the other. */
function longestWait(producers: readonly string[], { plan }: EmitContext): number {
  const before = new Set(producers.flatMap((name) => [name, ...plan.ancestors.get(name)!]));
  return plan.template.steps
    .filter((step) => before.has(step.name.value))
    .reduce((seconds, step) => seconds + longestStep(step), ASKED_SECONDS);
}

function longestStep({ retry, timeoutSeconds }: Step): number {
  const run = (timeoutSeconds?.value ?? Limit.lambdaSeconds) + FAULT_SECONDS;
  return attemptsOf(retry) * run + delaysOf(retry).reduce((sum, delay) => sum + delay, 0);
}
