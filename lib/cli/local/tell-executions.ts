import { ExecutionView, type StepView } from '../../client/index.ts';
import type { ExecutionObserver, HistoryEvent } from '../../local/index.ts';
import { millisecondsOf } from '../../states-language/history.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { coloursFor } from '../colours.ts';
import type { CliIo } from '../io.ts';
import { paintStep } from '../run/paint-step.ts';
import { changeText, tookText } from '../run/step-text.ts';

/**
 * Tells on stderr what becomes of the tasks that are served: a line when one starts, when a step fails or will be retried,
 * and at the end; `isVerbose` tells all that steps do.
 */
export function tellExecutions(io: CliIo, isVerbose: boolean): ExecutionObserver {
  const colours = coloursFor(io.stderr, io);
  return ({ name, machineName, definition, mapRunArn }) => {
    // A batch may have ten thousand: what becomes of its workers, the task's own lines say.
    if (mapRunArn !== undefined) return () => undefined;
    const label = `${machineName} ${shortId(name)}`;
    const view = new ExecutionView(definition);
    const known = new Map<string, StepView>();
    let startedAt: number | undefined;
    let isTroubled = false;
    const say = (text: string, paint = (line: string) => line) => {
      const time = new Date(io.now()).toTimeString().slice(0, 8);
      io.stderr.write(`${colours.dim(`${time} ${label}`)}  ${paint(text)}\n`);
    };
    const tellSteps = () => {
      for (const step of view.steps()) {
        const change = changeText(step, known.get(step.name));
        known.set(step.name, step);
        if (change === undefined || !(isVerbose || isTrouble(step))) continue;
        say(`${step.name}  ${change}${tookText(step)}`, (line) => paintStep(line, step, colours));
      }
    };
    return (event) => {
      view.apply(event);
      startedAt ??= millisecondsOf(event);
      isTroubled ||= /(?:Failed|TimedOut)$/.test(event.type);
      // To look at every step after every event would be most of the work of a task that goes well.
      if (isVerbose || isTroubled) tellSteps();
      const end = endText(event, millisecondsOf(event) - startedAt);
      if (event.type === 'ExecutionStarted') say(`started: ${name}`);
      else if (event.type === 'ExecutionRedriven') say('redriven');
      else if (end !== undefined) say(end, event.type === 'ExecutionSucceeded' ? colours.green : colours.red);
    };
  };
}

/** The end of a task's id, and the run: ids of tasks of one template begin alike. */
function shortId(name: string): string {
  return name.replace(/^[\da-f-]{28}(?=[\da-f]{8}(?:\.|$))/, '…');
}

function isTrouble({ state, blocked }: StepView): boolean {
  return state === 'error' || state === 'waiting_for_retry' || blocked === true;
}

function endText(event: HistoryEvent, elapsed: number): string | undefined {
  const after = `after ${formatDuration(elapsed)}`;
  switch (event.type) {
    case 'ExecutionSucceeded':
      return `succeeded ${after}`;
    case 'ExecutionFailed':
      return `failed ${after}: ${event.executionFailedEventDetails.error ?? 'without an error'}`;
    case 'ExecutionTimedOut':
      return `timed out ${after}`;
    case 'ExecutionAborted':
      return `stopped ${after}`;
    default:
      return undefined;
  }
}
