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
 *
 * @param step The step that waits, as an attribute.
 */
export function itemOf(step: JsonObject): JsonObject {
  return {
    TableName: `\${${Rendezvous.tableKey}}`,
    Key: {
      [Rendezvous.execution]: { 'S.$': '$.run' },
      [Rendezvous.step]: step,
    },
  };
}

/** The attribute that holds what a producer brings: the entries by step name, as text. */
export function attributeOf(producer: string): string {
  return `from_${producer}`;
}

/** DynamoDB's and Step Functions' own faults: it rides out some ten minutes of them. */
export const faultRetrier: Retrier = {
  ErrorEquals: ['States.ALL'],
  MaxAttempts: 25,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};
