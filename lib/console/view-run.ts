import type { ViewOptions } from '../client/index.ts';
import type { HistoryEvent, StateMachine } from '../client/index.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { ShownRun } from './shown-run.ts';

type Sources = Pick<ConsoleOptions, 'source' | 'machines'>;

/** Reads a run: a task, or an execution of a machine that runs no template. @param id A task's id, or the ARN of an execution. */
export async function viewRun({ source, machines }: Sources, id: string, options?: ViewOptions): Promise<ShownRun> {
  return (await machines?.isExecution(id)) === true && machines !== undefined
    ? machines.view(id)
    : source.viewTask(id, options);
}

/** What is behind a run: what it runs, and what has happened. */
export async function recordOf(
  { source }: Sources,
  { id, machine }: ShownRun,
): Promise<{ readonly definition: StateMachine; readonly events: readonly HistoryEvent[] }> {
  return machine ?? source.readExecution(id);
}

/** What a run is called. */
export function titleOf({ identity: { namespace, name }, machine }: ShownRun): string {
  return machine === undefined ? `${namespace}/${name}` : name;
}

/** What is behind a run that is not read itself. */
export async function readRecord(sources: Sources, id: string): ReturnType<typeof recordOf> {
  const { source, machines } = sources;
  if ((await machines?.isExecution(id)) === true && machines !== undefined)
    return recordOf(sources, await machines.view(id));
  return source.readExecution(id);
}
