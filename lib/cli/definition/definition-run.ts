import type { JsonValue } from '../../json.ts';
import { stateVisits, type ExecutionOutcome, type HistoryEvent, type StateVisit } from '../../local/index.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { alignColumns } from '../align-columns.ts';
import type { Colours } from '../colours.ts';
import { attemptsText } from '../run/step-text.ts';

/** How a run of a state machine went. */
export interface DefinitionRun extends ExecutionOutcome {
  readonly executionArn: string;
  readonly history: readonly HistoryEvent[];
}

/** The outcome for people: a line for each visit of a state, how it ended, and the output or why there is none. */
export function definitionRunText(run: DefinitionRun, colours: Colours): string {
  const { status, output, error, cause, startDate, stopDate, history } = run;
  const visits = stateVisits(history);
  const lines = alignColumns(visits.map((visit) => [visit.state, ...cellsOf(visit)]));
  const table = lines.map((line, index) => (visits[index]?.exited === undefined ? colours.red : colours.green)(line));
  const end = `${status} after ${formatDuration(stopDate - startDate)}`;
  const headline = status === 'SUCCEEDED' ? colours.green(end) : colours.red(end);
  const details =
    output === undefined ? [error, cause].filter(Boolean).join(': ') : JSON.stringify(JSON.parse(output), null, 2);
  return [...table, '', colours.bold(headline), ...(details === '' ? [] : [details]), ''].join('\n');
}

function cellsOf({ type, entered, exited, attempts }: StateVisit): [end: string, effort: string] {
  // A Succeed or Fail ends the execution, or has no time of its own.
  const end = exited !== undefined ? 'done' : type === 'Fail' ? 'fails' : 'failed';
  const span = exited === undefined ? '' : formatDuration((exited - entered) * 1000);
  const tries = type === 'Task' && attempts > 0 ? attemptsText(attempts) : '';
  return [end, [tries, span].filter(Boolean).join(', ')];
}

/** The outcome as scripts read it: every key is always there. */
export function definitionRunJson(run: DefinitionRun): Readonly<Record<string, unknown>> {
  const at = (seconds: number) => new Date(run.startDate + Math.round(seconds * 1000)).toISOString();
  return {
    status: run.status,
    executionArn: run.executionArn,
    output: run.output === undefined ? null : (JSON.parse(run.output) as JsonValue),
    error: run.error ?? null,
    cause: run.cause ?? null,
    states: stateVisits(run.history).map(({ state, type, attempts, entered, exited }) => ({
      name: state,
      type,
      attempts,
      startedAt: at(entered),
      completedAt: exited === undefined ? null : at(exited),
    })),
  };
}
