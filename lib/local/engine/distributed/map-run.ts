import type { ExecutionOutcome } from '../execution.ts';
import { without } from '../../base/without.ts';
import type { MapRunChild, MapRunCounts, MapRunRecord, MapRunSettings, ResultFile } from './map-run-record.ts';

/** How many child executions run at the same time at most. */
const HIGHEST_CONCURRENCY = 10_000;

/** A run of a distributed Map: its children, and what is wished of it. */
export class MapRun {
  readonly arn: string;
  /** Called when the wishes have changed. */
  onUpdate: () => void = () => undefined;
  #record: Omit<MapRunRecord, 'children' | 'itemCounts' | 'executionCounts'>;
  #children: MapRunChild[];
  /** The counts of a run that has succeeded, whose children are forgotten. */
  #counts: Pick<MapRunRecord, 'itemCounts' | 'executionCounts'> | undefined;
  /** The children that are to be started, by their places, and how many of them have been. */
  #waiting: readonly number[] = [];
  #started = 0;
  #totalItems = 0;
  #failedItems = 0;

  constructor(record: Pick<MapRunRecord, 'arn' | 'startDate' | 'settings'> & Partial<MapRunRecord>) {
    const { children = [], itemCounts, executionCounts, ...rest } = record;
    this.arn = record.arn;
    this.#record = { status: 'RUNNING', redriveCount: 0, succeededFiles: [], ...rest };
    this.#children = [...children];
    if (itemCounts !== undefined && executionCounts !== undefined && this.#record.status === 'SUCCEEDED') {
      this.#counts = { itemCounts, executionCounts };
    }
  }

  get children(): readonly MapRunChild[] {
    return this.#children;
  }

  get redriveCount(): number {
    return this.#record.redriveCount;
  }

  get succeededFiles(): readonly ResultFile[] {
    return this.#record.succeededFiles;
  }

  get concurrency(): number {
    const { maxConcurrency } = this.#record.settings;
    return maxConcurrency > 0 ? Math.min(maxConcurrency, HIGHEST_CONCURRENCY) : HIGHEST_CONCURRENCY;
  }

  /** Whether more items have failed than may. Both limits count; without one, none may fail. */
  get isExceeded(): boolean {
    const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = this.#record.settings;
    const failed = this.#failedItems;
    if (count === 0 && percentage === 0) return failed > 0;
    return (count > 0 && failed > count) || (percentage > 0 && (failed / this.#totalItems) * 100 > percentage);
  }

  /** Whether a redrive goes on with this run. One that never started a child, or that succeeded, makes room for a new one. */
  get isRedrivable(): boolean {
    const { status } = this.#record;
    return (status === 'FAILED' || status === 'ABORTED') && this.#children.some(({ arn }) => arn !== undefined);
  }

  /** Takes the inputs of the children. */
  begin(inputs: readonly Pick<MapRunChild, 'input' | 'items'>[]): void {
    this.#children = inputs.map((input) => ({ ...input, status: 'PENDING', redriveCount: 0 }));
    this.#count();
  }

  /** Opens the run again: what has not succeeded waits to be run, unless `isLost` says that it cannot be. */
  redrive(now: number, isLost: (child: MapRunChild) => boolean): void {
    const redriveCount = this.redriveCount + 1;
    this.#record = { ...without(this.#record, 'stopDate'), status: 'RUNNING', redriveCount, redriveDate: now };
    this.#children = this.#children.map((child) => {
      if (child.status === 'SUCCEEDED' || child.status === 'PENDING') return child;
      const lost = isLost(child);
      return { ...child, isLost: lost, isPendingRedrive: !lost };
    });
    this.#count();
  }

  /** The next child to start: its place, and what is known of it. */
  next(): readonly [place: number, child: MapRunChild] | undefined {
    const place = this.#waiting[this.#started];
    const child = place === undefined ? undefined : this.#children[place];
    if (place === undefined || child === undefined) return undefined;
    this.#started += 1;
    return [place, child];
  }

  /** Notes that a child runs, for the first time or again. */
  start(place: number, { input, items, redriveCount, ...child }: MapRunChild, arn: string, now: number): void {
    const { startDate = now } = child;
    const redrives = child.arn === undefined ? 0 : redriveCount + 1;
    this.#children[place] = { status: 'RUNNING', input, items, redriveCount: redrives, arn, startDate };
  }

  /** Notes how a child has ended. */
  finish(place: number, { status, output, error, cause, stopDate }: ExecutionOutcome): void {
    const child = this.#children[place];
    if (child === undefined) return;
    this.#children[place] = {
      ...child,
      status,
      stopDate,
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    if (status !== 'SUCCEEDED') this.#failedItems += child.items;
  }

  /** Changes what is wished of the run. */
  update(changes: Partial<MapRunSettings>): void {
    this.#record = { ...this.#record, settings: { ...this.#record.settings, ...changes } };
    this.onUpdate();
  }

  /** Notes the files of results that were written. */
  written(succeededFiles: readonly ResultFile[]): void {
    this.#record = { ...this.#record, succeededFiles };
    this.#children = this.#children.map((child) =>
      child.status === 'SUCCEEDED' ? { ...child, isWritten: true } : child,
    );
  }

  end(status: Exclude<MapRunRecord['status'], 'RUNNING'>, stopDate: number): void {
    this.#record = { ...this.#record, status, stopDate };
    this.#children = this.#children.map((child) => ({ ...child, isPendingRedrive: false }));
    if (status !== 'SUCCEEDED') return;
    this.#counts = this.#countAll();
    this.#children = [];
  }

  record(): MapRunRecord {
    return { ...this.#record, ...(this.#counts ?? this.#countAll()), children: this.#children };
  }

  #count(): void {
    this.#totalItems = sum(this.#children.map(({ items }) => items));
    this.#failedItems = sum(this.#children.map(({ items, isLost }) => (isLost === true ? items : 0)));
    this.#started = 0;
    // What was begun comes before what never was.
    const places = (test: (child: MapRunChild) => boolean) =>
      this.#children.flatMap((child, place) => (test(child) ? [place] : []));
    this.#waiting = [
      ...places(({ isPendingRedrive }) => isPendingRedrive === true),
      ...places(({ status }) => status === 'PENDING'),
    ];
  }

  #countAll(): Pick<MapRunRecord, 'itemCounts' | 'executionCounts'> {
    const isOver = this.#record.status !== 'RUNNING';
    return {
      itemCounts: countsOf(this.#children, isOver, ({ items }) => items),
      executionCounts: countsOf(this.#children, isOver, () => 1),
    };
  }
}

/** When a run is over, the results of all its children count as written, whether or not there is a place to write to. */
function countsOf(
  children: readonly MapRunChild[],
  isOver: boolean,
  weigh: (child: MapRunChild) => number,
): MapRunCounts {
  const of = (test: (child: MapRunChild) => boolean) => sum(children.filter(test).map(weigh));
  const count = (wanted: MapRunChild['status']) =>
    of(({ status, isPendingRedrive }) => status === wanted && isPendingRedrive !== true);
  const total = of(() => true);
  return {
    pending: count('PENDING'),
    running: count('RUNNING'),
    succeeded: count('SUCCEEDED'),
    failed: count('FAILED'),
    timedOut: count('TIMED_OUT'),
    aborted: count('ABORTED'),
    total,
    resultsWritten: isOver ? total : 0,
    failuresNotRedrivable: of(({ isLost }) => isLost === true),
    pendingRedrive: of(({ isPendingRedrive }) => isPendingRedrive === true),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
