import type { Test, Verdict } from '../../lib/flow/guard.ts';
import type { Block, EachBlock, Machine, Program, RunBlock, Sequence, Tell } from '../../lib/flow/program.ts';
import type { Line, Slot } from '../../lib/flow/slots.ts';
import { runStep, workersOf, type ReferenceStep, type Settled, type SettledStep } from './reference-executor.ts';

/** What a step leaves, as far as a program looks at it. */
type Entry =
  | {
      readonly result: { readonly from: string };
      readonly after: readonly string[];
      readonly activate: readonly string[];
      /** Of a batch: the names of its workers. */
      readonly workers?: readonly string[];
    }
  | { readonly failure: string }
  | { readonly blocked: string }
  | { readonly skipped: true; readonly after: readonly string[] };
interface Container {
  [member: string]: Entry | Container | Container[] | undefined;
}
/** The state data of one line of blocks: a container for each line around it. */
type Data = Map<string, Container>;

/** Whether a block completed, or came to rest in another way. */
type End = 'complete' | 'incomplete';

/** A step that waits: who has arrived with what, and whom to wake. */
interface Meeting {
  readonly arrived: Map<string, Container>;
  readonly awake: (() => void)[];
}

/** Runs a program block by block, in no States Language: what flow/ says, without asl/ and the engine. */
export async function settleProgram(
  { main }: Program,
  workflow: readonly ReferenceStep[],
): Promise<Omit<Settled, 'open'>> {
  const byName = new Map(workflow.map((step) => [step.name, step]));
  const attempts = new Map<string, Pick<SettledStep, 'attempts' | 'numbers' | 'yields' | 'saw'>>();
  const workers = new Map<string, SettledStep>();
  const meetings = new Map<string, Meeting>();
  const data: Data = new Map([['entries 0', emptyContainer()]]);
  const end = await runSequence(main.body, data);

  const steps = new Map<string, SettledStep>(
    [...main.entries].map(([name, slot]) => {
      const ran = attempts.get(name) ?? { attempts: 0, numbers: [], yields: [], saw: [] };
      return [name, { state: stateOf(read(data, slot)), ...ran }];
    }),
  );
  return { status: isSuccess(main, end, data) ? 'SUCCEEDED' : 'FAILED', steps: new Map([...steps, ...workers]) };

  async function runSequence(sequence: Sequence, data: Data): Promise<End> {
    let end: End = 'complete';
    let isBlocked = false;
    for (const { block, blocksNext } of sequence) {
      end = isBlocked ? passBlocked(block, data) : await run(block, data);
      isBlocked = blocksNext && end === 'incomplete';
    }
    return end;
  }

  async function run(block: Block, data: Data): Promise<End> {
    switch (block.kind) {
      case 'run': {
        const { name } = block.step;
        const { after } = block.step;
        switch (verdictOf(block, data)) {
          case 'blocked':
            return passBlocked(block, data);
          case 'skipped':
            write(data, block.slot, { skipped: true, after });
            return 'complete';
          case 'run':
        }
        const { state, ...ran } = runStep(byName.get(name)!);
        attempts.set(name, { ...ran, saw: sawOf(data, block.step.dependencies) });
        const entry = { result: { from: name }, after, activate: activationOf(byName.get(name)!) };
        write(data, block.slot, state === 'complete' ? entry : { failure: name });
        return state === 'complete' ? 'complete' : 'incomplete';
      }
      case 'all': {
        const { meanwhile } = block;
        if (meanwhile !== undefined) {
          data.set(keyOf(meanwhile), (read(data, block.slot) ?? emptyContainer()) as Container);
          write(data, block.slot, emptyContainer());
        }
        const returned = await Promise.all(
          block.branches.map(async ({ body, slot }) => {
            // A branch gets a copy of all there is, and returns its container alone.
            const own = new Map([...data].map(([key, container]) => [key, copyOf(container)]));
            await runSequence(body, own);
            return [slot.member, read(own, slot)] as const;
          }),
        );
        if (meanwhile !== undefined) data.delete(keyOf(meanwhile));
        write(data, block.slot, Object.fromEntries(returned) as Container);
        return holds(block.tested, data) ? 'complete' : 'incomplete';
      }
      case 'each':
        return runEach(block, data);
      case 'meet': {
        const { awaits, body, tells, tellsWhen } = block;
        if (awaits !== undefined) {
          await arrivalOf(awaits.step, awaits.brought.size);
          const { arrived } = meetingOf(awaits.step);
          const received = [...awaits.brought].map(([producer, member]) => [member, arrived.get(producer)!]);
          write(data, awaits.received, Object.fromEntries(received) as Container);
        }
        const end = await run(body, data);
        if (tellsWhen === 'settled') tellAll(tells, end, data);
        return end;
      }
      case 'child': {
        const { branch, reads, tested } = block;
        // Another execution is given what its steps read, and nothing else.
        const own: Data = new Map();
        for (const slot of reads) {
          const value = read(data, slot) as Entry | Container | undefined;
          if (value !== undefined) write(own, slot, copyOf({ value })['value'] as Entry | Container);
        }
        await runSequence(branch.body, own);
        write(data, branch.slot, read(own, branch.slot) as Container);
        return holds(tested, data) ? 'complete' : 'incomplete';
      }
    }
  }

  function runEach({ body, analyzer, slot, guard, failureStrategy, parallelism }: EachBlock, data: Data): End {
    const { name, after, dependencies } = body.step;
    const verdict = verdictOf({ guard }, data);
    if (verdict === 'skipped') write(data, slot, { skipped: true, after });
    if (verdict !== 'run') return verdict === 'skipped' ? 'complete' : 'incomplete';
    const template = byName.get(name)!;
    const { result } = read(data, analyzer) as { readonly result: { readonly from: string } };
    const asked = workersOf(byName.get(result.from)!, template);
    const done = asked.map((worker) => ({ worker, ...runStep({ ...template, runs: worker.runs }) }));
    const failure = done.findIndex(({ state }) => state === 'failed');
    const stops = failureStrategy === 'fail_fast' && failure >= 0;
    const known = !stops ? done : parallelism === 1 ? done.slice(0, failure + 1) : [];
    for (const { worker, ...how } of known) workers.set(worker.name, { ...how, saw: sawOf(data, dependencies) });
    if (failure >= 0 && failureStrategy !== 'continue_on_failure') {
      write(data, slot, { failure: name });
      return 'incomplete';
    }
    write(data, slot, { result: { from: name }, after, activate: [], workers: asked.map((worker) => worker.name) });
    return 'complete';
  }

  /** Whom a decision or a batchable step names. */
  function activationOf(step: ReferenceStep): readonly string[] {
    const templates = workflow.filter(({ type }) => type === 'batch_worker');
    if (step.type !== 'batchable') return step.names ?? [];
    return templates.filter((template) => workersOf(step, template).length > 0).map(({ name }) => name);
  }

  /** Passes a block by whose steps are all blocked: they leave nothing. */
  function passBlocked(block: Block, data: Data): End {
    if (block.kind === 'meet') tellAll(block.tells, 'incomplete', data);
    return 'incomplete';
  }

  function tellAll(tells: readonly Tell[], end: End, data: Data): void {
    for (const { consumer, brings, slots } of tells) {
      const meeting = meetingOf(consumer);
      for (const [producer, names] of brings) {
        const entries = end === 'complete' ? names.map((name) => [name, read(data, slots.get(name)!)]) : [];
        meeting.arrived.set(producer, Object.fromEntries(entries) as Container);
      }
      meeting.awake.forEach((wake) => wake());
    }
  }

  async function arrivalOf(consumer: string, expected: number): Promise<void> {
    const { arrived, awake } = meetingOf(consumer);
    while (arrived.size < expected) await new Promise<void>((resolve) => awake.push(resolve));
  }

  function meetingOf(consumer: string): Meeting {
    const known = meetings.get(consumer) ?? { arrived: new Map(), awake: [] };
    meetings.set(consumer, known);
    return known;
  }
}

function isSuccess({ ending }: Machine, end: End, data: Data): boolean {
  if (end === 'incomplete' && ending.incomplete === 'report') return false;
  return holds(ending.tested, data);
}

function verdictOf({ guard }: Pick<RunBlock, 'guard'>, data: Data): Verdict {
  if (guard === undefined) return 'run';
  return guard.cases.find(({ when }) => holds(when, data))?.verdict ?? guard.otherwise;
}

function holds(condition: Test | undefined, data: Data): boolean {
  switch (condition?.kind) {
    case undefined:
      return true;
    case 'complete':
      return isComplete(read(data, condition.slot));
    case 'skipped':
      return isSkipped(read(data, condition.slot));
    case 'names': {
      const entry = read(data, condition.decision) as { readonly activate?: readonly string[] } | undefined;
      return entry?.activate?.includes(condition.step) ?? false;
    }
    case 'count':
      return countIn(containerOf(data, condition.container), condition) === condition.steps;
    case 'not':
      return !holds(condition.of, data);
    case 'all':
      return condition.of.every((part) => holds(part, data));
    case 'any':
      return condition.of.some((part) => holds(part, data));
  }
}

/** How many of the steps completed whose entries lie in a container, or went well. */
function countIn(container: unknown, test: Test & { readonly kind: 'count' }): number {
  if (typeof container !== 'object' || container === null) return 0;
  if (isPassed(container)) return isComplete(container) || test.mayBeSkipped ? 1 : 0;
  return Object.entries(container).reduce(
    (sum, [name, inside]) =>
      test.received !== undefined && name.startsWith(test.received) ? sum : sum + countIn(inside, test),
    0,
  );
}

/** The ancestors whose entries can be found in the data: from one to the next along `after`. */
function sawOf(data: Data, dependencies: readonly string[]): readonly string[] {
  const found = new Map<string, PassedEntry>();
  const visit = (value: unknown, name?: string): void => {
    if (Array.isArray(value)) value.forEach((branch) => visit(branch));
    else if (isPassed(value) && name !== undefined) found.set(name, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(member, key);
    }
  };
  for (const container of data.values()) visit(container);
  const passed = new Set<string>();
  const open = [...dependencies];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (passed.has(name) || !found.has(name)) continue;
    passed.add(name);
    open.push(...found.get(name)!.after);
  }
  return [...passed]
    .filter((name) => isComplete(found.get(name)))
    .flatMap((name) => workersIn(found.get(name)) ?? [name])
    .sort();
}

function workersIn(entry: PassedEntry | undefined): readonly string[] | undefined {
  return entry !== undefined && 'workers' in entry ? entry.workers : undefined;
}

/** What leads on to the steps before it. */
type PassedEntry = Extract<Entry, { readonly after: unknown }>;

function isPassed(value: unknown): value is PassedEntry {
  return typeof value === 'object' && value !== null && Array.isArray((value as { after?: unknown }).after);
}

/** A container of its own; entries are never changed. */
function copyOf(container: Container): Container {
  const copy = emptyContainer();
  for (const [member, value] of Object.entries(container)) {
    const isContainer = typeof value === 'object' && !Array.isArray(value) && !isEntry(value);
    copy[member] = isContainer ? copyOf(value as Container) : value;
  }
  return copy;
}

function isEntry(value: object): boolean {
  return isPassed(value) || typeof (value as { failure?: unknown }).failure === 'string';
}

/** Without a prototype, so that any name can be a member's. */
function emptyContainer(): Container {
  return Object.create(null) as Container;
}

function keyOf({ holds, depth }: Line): string {
  return `${holds} ${depth}`;
}

function containerOf(data: Data, container: Line | Slot): Container {
  const known = 'member' in container ? read(data, container) : data.get(keyOf(container));
  if (known !== undefined) return known as Container;
  const empty = emptyContainer();
  if ('member' in container) write(data, container, empty);
  else data.set(keyOf(container), empty);
  return empty;
}

function read(data: Data, { container, member }: Slot): unknown {
  return containerOf(data, container)[member];
}

function write(data: Data, { container, member }: Slot, value: Entry | Container | Container[]): void {
  containerOf(data, container)[member] = value;
}

function isSkipped(entry: unknown): boolean {
  return isPassed(entry) && 'skipped' in entry;
}

function isComplete(entry: unknown): boolean {
  return isPassed(entry) && !('skipped' in entry);
}

function stateOf(entry: unknown): SettledStep['state'] {
  if (entry === undefined) return 'blocked';
  if (isComplete(entry)) return 'complete';
  if ('skipped' in (entry as object)) return 'skipped';
  return 'failure' in (entry as object) ? 'failed' : 'blocked';
}
