import type { JsonObject } from '../../json.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import type { Await } from '../../flow/program.ts';
import type { Catcher } from '../../states-language/types.ts';
import type { Exit, Fragment, NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { memberPath } from '../paths/member-path.ts';
import { slotPath } from '../paths/slot-path.ts';
import { attributeOf, faultRetrier, itemOf } from './rendezvous-item.ts';

/** Engines differ in how they spell the service. */
const CONDITION_FAILED = ['DynamoDb.ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'];

/** What a waiting step does first: wait until all producers have settled, and collect what they brought. */
export function awaitStates(
  { step, slot, brought, received, timeoutSeconds }: Await,
  next: string,
  onFailure: Exit,
): Omit<Fragment, 'blocked'> {
  const wait = auxiliaryName(step, 'await');
  const collect = auxiliaryName(step, 'collect');
  const unmet = auxiliaryName(step, 'not met');
  const failed: Catcher = { ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: unmet };
  const producers = [...brought.keys()];
  const states: readonly NamedState[] = [
    [
      wait,
      {
        Type: 'Task',
        Comment: `Wait until ${producers.join(', ')} settled, unless that is so already.`,
        Resource: integrationArn('aws-sdk:dynamodb:updateItem.waitForTaskToken'),
        Parameters: {
          ...itemOf({ S: step }),
          UpdateExpression: `SET task_token = :token, ${Rendezvous.expires} = :expires`,
          ConditionExpression: 'attribute_not_exists(arrived) OR size(arrived) < :all',
          ExpressionAttributeValues: {
            ':token': { 'S.$': '$$.Task.Token' },
            ':expires': { 'N.$': '$.expires' },
            ':all': { N: String(producers.length) },
          },
        },
        TimeoutSeconds: timeoutSeconds,
        ResultPath: null,
        Retry: [{ ErrorEquals: [...CONDITION_FAILED, 'States.Timeout'], MaxAttempts: 0 }, faultRetrier],
        Catch: [{ ErrorEquals: CONDITION_FAILED, ResultPath: null, Next: collect }, failed],
        Next: collect,
      },
    ],
    [
      collect,
      {
        Type: 'Task',
        Comment: 'Read what they left.',
        Resource: integrationArn('dynamodb:getItem'),
        Parameters: { ...itemOf({ S: step }), ConsistentRead: true },
        ResultSelector: readBrought(brought),
        ResultPath: slotPath(received),
        Retry: [faultRetrier],
        Catch: [failed],
        Next: next,
      },
    ],
    [
      unmet,
      {
        Type: 'Pass',
        Comment: `${step} never ran.`,
        Parameters: { 'caught.$': '$.caught' },
        ResultPath: `${slotPath(slot)}.failure`,
        ...onFailure,
      },
    ],
  ];
  return { entry: wait, states };
}

/** What the producers left as text. */
function readBrought(brought: Await['brought']): JsonObject {
  return Object.fromEntries(
    [...brought].map(([producer, member]) => [
      `${member}.$`,
      `States.StringToJson(${memberPath('$.Item', attributeOf(producer))}.S)`,
    ]),
  );
}
