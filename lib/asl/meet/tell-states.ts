import type { JsonObject } from '../../json.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { auxiliaryName, meetingName } from '../../contract/state-names.ts';
import type { Tell } from '../../flow/program.ts';
import { at, lookUp } from '../../lookup.ts';
import type { Catcher, TaskState } from '../../states-language/types.ts';
import { nextOf, type Exit, type NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { slotPath } from '../paths/slot-path.ts';
import { attributeOf, faultRetrier, itemOf } from './rendezvous-item.ts';

/** What the token attribute holds while nobody waits. */
const NOBODY = 'nobody';

/** Where a producer keeps what it saw at the item. */
const MEETING = '$.meeting';

/** How a producer settled: with entries to pass on, or without. */
export type Settled = 'complete' | 'not complete';

/** States in a line: the way into them, and what they are. */
export interface Detour {
  readonly entry: Exit;
  readonly states: readonly NamedState[];
}

/** What is told to those who wait, on the way to `exit`. `owner` names the step, or the group that was blocked whole. */
export function tellAll(tells: readonly Tell[], owner: string, settled: Settled, exit: Exit): Detour {
  const detour: Detour = { entry: exit, states: [] };
  return tells.reduceRight<Detour>(
    (rest, tell) => {
      const states = tellStates(tell, owner, settled, nextOf(rest.entry));
      return { entry: { Next: at(states, 0)[0] }, states: [...states, ...rest.states] };
    },
    tells.length === 0 ? detour : withoutEnd(owner, settled, detour),
  );
}

/** A Choice cannot end a branch: a Pass does it. */
function withoutEnd(owner: string, settled: Settled, detour: Detour): Detour {
  if ('Next' in detour.entry) return detour;
  const told = auxiliaryName(owner, role('told', settled));
  return { entry: { Next: told }, states: [[told, { Type: 'Pass', ...detour.entry }]] };
}

function tellStates(
  { consumer, brings, slots, expected }: Tell,
  owner: string,
  settled: Settled,
  next: string,
): readonly NamedState[] {
  const producers = [...brings.keys()];
  const meeting = meetingName(owner, consumer);
  const last = auxiliaryName(meeting, role('last?', settled));
  const release = auxiliaryName(meeting, role('release', settled));
  const goOn: Catcher = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: next };
  // A blocked producer has not received what it would pass on. Nor will anybody read it: the consumer is blocked, too, or told by others.
  const entryOf = (name: string): JsonObject =>
    settled === 'complete' ? { 'S.$': `States.JsonToString(${slotPath(lookUp(slots, name))})` } : { S: '{}' };
  const entriesOf = (producer: string): JsonObject => ({
    M: Object.fromEntries(lookUp(brings, producer).map((name) => [name, entryOf(name)])),
  });
  return [
    [
      auxiliaryName(meeting, role('tell', settled)),
      {
        Type: 'Task',
        Comment: `Tell ${consumer}, and leave what it needs. Where that cannot be done, ${consumer} fails for waiting too long.`,
        Resource: integrationArn('dynamodb:updateItem'),
        Parameters: {
          ...itemOf(consumer),
          UpdateExpression: `ADD arrived :arrived SET ${[
            'task_token = if_not_exists(task_token, :nobody)',
            `${Rendezvous.expires} = :expires`,
            ...producers.map((_, index) => `#${index} = :${index}`),
          ].join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(
            producers.map((producer, index) => [`#${index}`, attributeOf(producer)]),
          ),
          ExpressionAttributeValues: {
            ':arrived': { SS: producers },
            ':nobody': { S: NOBODY },
            ':expires': { 'N.$': '$.expires' },
            ...Object.fromEntries(producers.map((producer, index) => [`:${index}`, entriesOf(producer)])),
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
              { Not: { Variable: `${MEETING}.arrived`, NumericEquals: expected } },
              { Variable: `${MEETING}.task_token`, StringEquals: NOBODY },
            ],
            Next: next,
          },
        ],
        Default: release,
      },
    ],
    [release, releaseState(consumer, goOn)],
  ];
}

function releaseState(consumer: string, goOn: Catcher): TaskState {
  return {
    Type: 'Task',
    Comment: `All have settled for whom ${consumer} waits. It may have been told before, or have given up.`,
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
    Next: goOn.Next,
  };
}

function role(word: string, settled: Settled): string {
  return settled === 'complete' ? word : `${word} (failed)`;
}
