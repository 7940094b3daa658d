import type { HistoryEvent } from '../../states-language/history.ts';
import type { Children } from './distributed/children.ts';
import type { MapRun } from './distributed/map-run.ts';
import type { MapRunRecord } from './distributed/map-run-record.ts';
import type { Ending } from './ending.ts';
import type { EarlierExecution, Execution, ExecutionOutcome } from './execution.ts';
import type { TaskTokens } from './task/task-tokens.ts';

/** An execution that was launched: what those see of it who launched it. */
export class RunningExecution implements Execution {
  readonly arn: string;
  readonly history: readonly HistoryEvent[];
  readonly finished: Promise<ExecutionOutcome>;
  readonly tokens: TaskTokens;
  readonly child: (arn: string) => EarlierExecution | undefined;
  readonly stop: Execution['stop'];
  readonly updateMapRun: Execution['updateMapRun'];
  readonly #mapRuns: ReadonlyMap<string, MapRun>;

  constructor(
    arn: string,
    history: readonly HistoryEvent[],
    tokens: TaskTokens,
    ending: Ending,
    children: Children,
    mapRuns: ReadonlyMap<string, MapRun>,
  ) {
    this.arn = arn;
    this.history = history;
    this.finished = ending.finished;
    this.tokens = tokens;
    const child: Execution['child'] = (of) => children.find(of);
    const stop: Execution['stop'] = (error, cause) => {
      ending.stop(error, cause);
    };
    const updateMapRun: Execution['updateMapRun'] = (of, changes) => {
      mapRuns.get(of)?.update(changes);
    };
    this.child = child;
    this.stop = stop;
    this.updateMapRun = updateMapRun;
    this.#mapRuns = mapRuns;
  }

  get mapRuns(): readonly MapRunRecord[] {
    return [...this.#mapRuns.values()].map((mapRun) => mapRun.record());
  }
}
