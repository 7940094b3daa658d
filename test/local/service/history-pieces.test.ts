import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cutHistory, readPieces, WHOLE_HISTORY } from '../../../lib/local/service/history-pieces.ts';
import type { HistoryEvent } from '../../../lib/states-language/history.ts';
import { ended, roleArn, serveLocally } from '../../support/serve-locally.ts';

const PAYLOAD = 'x'.repeat(90_000);

describe('the pieces of a history', () => {
  const events = Array.from({ length: 100 }, (_, index): HistoryEvent => ({
    id: index + 1,
    previousEventId: index,
    timestamp: index,
    type: 'ExecutionSucceeded',
    executionSucceededEventDetails: { output: JSON.stringify(PAYLOAD) },
  }));
  const pieces = cutHistory(events);

  it('hold all events, some in each', () => {
    expect(pieces.map(({ lastId }) => lastId)).toEqual([12, 24, 36, 48, 60, 72, 84, 96, 100]);
    expect(readPieces(pieces, WHOLE_HISTORY, ({ text }) => text)).toEqual(events);
    expect(cutHistory([])).toEqual([]);
  });

  it.each([
    [1, 12, [0]],
    [12, 13, [0, 1]],
    [25, 35, [2]],
    [90, 1000, [7, 8]],
    [101, 200, []],
  ])('are read alone that hold events %i to %i', (firstId, lastId, expected) => {
    const read: number[] = [];
    const found = readPieces(pieces, { firstId, lastId }, ({ text }, index) => {
      read.push(index);
      return text;
    });
    expect(read).toEqual(expected);
    expect(found).toEqual(events.slice(firstId - 1, lastId));
  });
});

describe.each(['in memory', 'in a data folder'])('a long history %s', (place) => {
  it('is the same page by page, in both orders, and over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tasker-sfn-pieces-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const options = place === 'in memory' ? {} : { dataFolder: folder };
    const first = await serveLocally(options);
    const states = Array.from({ length: 30 }, (_, index) => [
      `s${String(index)}`,
      { Type: 'Pass', ...(index < 29 ? { Next: `s${String(index + 1)}` } : { End: true }) },
    ]);
    const definition = JSON.stringify({ StartAt: 's0', States: Object.fromEntries(states) as object });
    const { stateMachineArn } = await first.sfn.createStateMachine({ name: 'long', definition, roleArn });
    const { executionArn = '' } = await first.sfn.startExecution({ stateMachineArn, input: JSON.stringify(PAYLOAD) });
    await ended(first.sfn, executionArn);
    const ids = Array.from({ length: 62 }, (_, index) => index + 1);
    const pages = async (sfn: typeof first.sfn, reverseOrder: boolean) => {
      const found = [];
      let nextToken: string | undefined;
      do {
        const page = await sfn.getExecutionHistory({ executionArn, reverseOrder, maxResults: 7, nextToken });
        found.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found;
    };
    const oldestFirst = await pages(first.sfn, false);
    expect(oldestFirst.map(({ id }) => id)).toEqual(ids);
    expect(oldestFirst[1]?.stateEnteredEventDetails).toMatchObject({ name: 's0', input: JSON.stringify(PAYLOAD) });
    expect(await pages(first.sfn, true)).toEqual(oldestFirst.toReversed());
    if (place === 'in memory') return;
    await first.close();
    const second = await serveLocally(options);
    expect(await pages(second.sfn, true)).toEqual(oldestFirst.toReversed());
    expect(second.problems).toEqual([]);
  });
});
