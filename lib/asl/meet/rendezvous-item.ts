import type { JsonObject } from '../../json.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import type { Retrier } from '../../states-language/types.ts';

/**
 * How a step waits for steps of other branches. All meet at one item of a table, where each write is atomic:
 *
 * - Who waits (the consumer) leaves its task token there, unless all have arrived: then the condition of the write fails,
 *   and it goes on at once.
 * - Who is waited for (a producer) adds itself to the set of those who arrived, once it has settled in any way, and leaves
 *   the entries that the consumer lacks. Who sees that it is the last, and that somebody waits, sends the task success.
 *
 * The writes are the same when they are repeated, and whichever of the two comes later sees the other: no wait is lost.
 */
export function itemOf(consumer: string): JsonObject {
  return {
    TableName: `\${${Rendezvous.tableKey}}`,
    Key: {
      [Rendezvous.execution]: { 'S.$': '$.run' },
      [Rendezvous.step]: { S: consumer },
    },
  };
}

/** The attribute that holds what a producer brings: a map, since an update names attributes in 4 KB at most. */
export function attributeOf(producer: string): string {
  return `from_${producer}`;
}

/** DynamoDB's and Step Functions' own faults: it rides out some ten minutes of them. */
export const faultRetrier: Retrier = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 1,
  MaxAttempts: 25,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};
