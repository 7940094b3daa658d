import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { ExecutionView } from '../view/execution-view.ts';
import { mapWithLimit } from './map-with-limit.ts';
import { eventsOf, wholeHistory } from './read-history.ts';
import type { SdkEvent } from './sdk-event.ts';
import type { StepFunctions } from './step-functions.ts';

/** Histories that are read at once. */
const AT_ONCE = 5;

/** Reads what the child executions of a task do, in which the workers of its large batches run: each time only what is new. */
export class ChildHistories {
  /** Those that have been read to their end. */
  readonly #ended = new Set<string>();
  #lastAt: Date | undefined;

  /** When something last happened in one of them; undefined before. */
  get lastAt(): Date | undefined {
    return this.#lastAt;
  }

  /** Brings a view up to date. */
  async readInto(view: ExecutionView, sfn: StepFunctions): Promise<void> {
    for (const mapRun of view.mapRuns) {
      const children = await listChildren(sfn, mapRun);
      const open = children.filter(({ executionArn = '' }) => !this.#ended.has(executionArn));
      await mapWithLimit(open, AT_ONCE, (child) => this.#read(child, view, sfn));
    }
  }

  async #read(
    { executionArn = '', status }: ExecutionListItem,
    view: ExecutionView,
    sfn: StepFunctions,
  ): Promise<void> {
    for await (const event of eventsOf(sfn, executionArn)) {
      // One that has been taken is passed over.
      view.apply(event, executionArn);
      const { timestamp } = event;
      if (timestamp !== undefined && (this.#lastAt === undefined || timestamp > this.#lastAt)) this.#lastAt = timestamp;
    }
    if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE') this.#ended.add(executionArn);
  }
}

/** The histories of all child executions of runs of distributed Maps. */
export async function childHistories(
  mapRuns: readonly string[],
  sfn: StepFunctions,
): Promise<readonly { readonly arn: string; readonly mapRun: string; readonly events: readonly SdkEvent[] }[]> {
  const children = await mapWithLimit(mapRuns, AT_ONCE, async (mapRun) =>
    (await listChildren(sfn, mapRun)).map(({ executionArn = '' }) => ({ arn: executionArn, mapRun })),
  );
  return mapWithLimit(children.flat(), AT_ONCE, async (child) => ({
    ...child,
    events: await wholeHistory(sfn, child.arn),
  }));
}

async function listChildren(sfn: StepFunctions, mapRunArn: string): Promise<readonly ExecutionListItem[]> {
  const children: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.listExecutions({
      mapRunArn,
      maxResults: 1000,
      ...(nextToken !== undefined && { nextToken }),
    });
    children.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  // The newest comes first.
  return children.reverse();
}
