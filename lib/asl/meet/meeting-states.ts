import type { JsonObject, JsonValue } from '../../json.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import type { Catcher, Comparison } from '../../states-language/types.ts';
import type { NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { faultRetrier, itemOf } from './rendezvous-item.ts';

/** What the token attribute holds while nobody waits. */
const NOBODY = 'nobody';

/** Where a producer keeps what it saw at the item. */
const MEETING = '$.meeting';

/** What is told at the item of a step that waits. */
export interface Word {
  /** Who waits, for people. */
  readonly to: string;
  /** The step that waits, the producers that settled, and by their attributes' placeholders the names of these: as fields of a payload. */
  readonly step: JsonObject;
  readonly arrived: JsonObject;
  readonly names: JsonObject;
  /** What the producers bring, in the order of the names. */
  readonly brought: readonly JsonValue[];
  /** What compares a number with how many producers the step waits for in all. */
  readonly isAll: Comparison;
}

/** What the three states are called. */
export interface MeetingNames {
  readonly tell: string;
  readonly last: string;
  readonly release: string;
}

/** The states of a producer at the item: it tells that it has settled, and if it was the last, and somebody waits, releases them. */
export function meetingStates(
  { to, step, arrived, names, brought, isAll }: Word,
  { tell, last, release }: MeetingNames,
  next: string,
): readonly NamedState[] {
  const goOn: Catcher = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: next };
  return [
    [
      tell,
      {
        Type: 'Task',
        Comment: `Tell ${to}, and leave what it needs. Where that cannot be done, it fails for waiting too long.`,
        Resource: integrationArn('dynamodb:updateItem'),
        Parameters: {
          ...itemOf(step),
          UpdateExpression: `ADD arrived :arrived SET ${[
            'task_token = if_not_exists(task_token, :nobody)',
            `${Rendezvous.expires} = :expires`,
            ...brought.map((_, index) => `#${index} = :${index}`),
          ].join(', ')}`,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: {
            ':arrived': arrived,
            ':nobody': { S: NOBODY },
            ':expires': { 'N.$': '$.expires' },
            ...Object.fromEntries(brought.map((each, index) => [`:${index}`, each])),
          },
          ReturnValues: 'ALL_NEW',
        },
        ResultSelector: {
          'arrived.$': 'States.ArrayLength($.Attributes.arrived.SS)',
          'task_token.$': '$.Attributes.task_token.S',
        },
        ResultPath: MEETING,
        Retry: [faultRetrier],
        Catch: [goOn],
        Next: last,
      },
    ],
    [
      last,
      {
        Type: 'Choice',
        Choices: [
          {
            Or: [
              { Not: { Variable: `${MEETING}.arrived`, ...isAll } },
              { Variable: `${MEETING}.task_token`, StringEquals: NOBODY },
            ],
            Next: next,
          },
        ],
        Default: release,
      },
    ],
    [
      release,
      {
        Type: 'Task',
        Comment: 'All have settled for whom it waits. It may have been told before, or have given up.',
        Resource: integrationArn('aws-sdk:sfn:sendTaskSuccess'),
        Parameters: { 'TaskToken.$': `${MEETING}.task_token`, Output: '{}' },
        ResultPath: null,
        Retry: [
          {
            ErrorEquals: ['Sfn.TaskTimedOutException', 'Sfn.TaskDoesNotExistException', 'Sfn.InvalidTokenException'],
            MaxAttempts: 0,
          },
          faultRetrier,
        ],
        Catch: [goOn],
        Next: next,
      },
    ],
  ];
}
