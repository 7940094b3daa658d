import type { GetExecutionHistoryInput } from '@aws-sdk/client-sfn';
import type { SdkEvent } from './sdk-event.ts';
import type { StepFunctions } from './step-functions.ts';

/** As many events of an execution that runs are asked for at once, after the first time. */
const NEWEST_AT_ONCE = 100;

/** The events of an execution after one that is known, oldest first; all of them after 0. */
export async function eventsSince(sfn: StepFunctions, arn: string, lastId: number): Promise<readonly SdkEvent[]> {
  if (lastId === 0) return wholeHistory(sfn, arn);
  const newer: SdkEvent[] = [];
  for await (const event of eventsOf(sfn, arn, { reverseOrder: true, maxResults: NEWEST_AT_ONCE })) {
    const { id = 0 } = event;
    // Some engines take no notice of the order that they are asked for.
    if (newer.length === 0 && id < lastId) return wholeHistory(sfn, arn);
    if (id <= lastId) break;
    newer.push(event);
  }
  return newer.toReversed();
}

/** All events of an execution so far, oldest first. */
export async function wholeHistory(sfn: StepFunctions, arn: string): Promise<readonly SdkEvent[]> {
  const events: SdkEvent[] = [];
  for await (const event of eventsOf(sfn, arn)) events.push(event);
  return events;
}

/** The events of an execution as they come, page by page. */
export async function* eventsOf(
  sfn: StepFunctions,
  executionArn: string,
  order: Pick<GetExecutionHistoryInput, 'reverseOrder' | 'maxResults'> = {},
): AsyncGenerator<SdkEvent> {
  let nextToken: string | undefined;
  do {
    const page = await sfn.getExecutionHistory({
      executionArn,
      maxResults: 1000,
      ...order,
      ...(nextToken !== undefined && { nextToken }),
    });
    yield* (page.events ?? []) satisfies readonly SdkEvent[];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
