import type { StepView } from '../../client/index.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { columnsOf } from '../../viz/wrap-text.ts';
import { canAnimate, coloursFor } from '../colours.ts';
import type { CliIo } from '../io.ts';
import type { Clock } from '../../local/index.ts';
import { LiveRegion } from './live-region.ts';
import { paintStep } from './paint-step.ts';
import { changeText } from './step-text.ts';

/** Shows how a task goes on, on stderr. */
export interface Progress {
  /** The steps as they stand now. */
  update(steps: readonly StepView[]): void;
  /** What a step has to say by itself, such as a line of its log. */
  note(name: string, text: string): void;
  /** Nothing will happen any more. */
  end(): void;
}

const REDRAW_MS = 100;
const MOST_LIVE_LINES = 12;

/** Plain lines; on a terminal also a list of the steps under way, which is drawn over. */
export function showProgress(io: CliIo, names: readonly string[], clock: Pick<Clock, 'now'>): Progress {
  const colours = coloursFor(io.stderr, io);
  const width = Math.min(40, Math.max(0, ...names.map(columnsOf)));
  const region = new LiveRegion(io.stderr);
  const known = new Map<string, StepView>();
  let active: readonly StepView[] = [];
  let drawnAt = 0;
  let start: number | undefined;
  const elapsed = () => clock.now() - (start ?? clock.now());

  const draw = () => {
    if (io.now() - drawnAt < REDRAW_MS) return;
    drawnAt = io.now();
    const lines = active.map((step) => colours.dim(lineOf(elapsed(), step.name, liveText(step), width)));
    const more = lines.length - MOST_LIVE_LINES;
    region.draw(more > 0 ? [...lines.slice(0, MOST_LIVE_LINES), colours.dim(`… and ${more} more`)] : lines);
  };
  const liveText = (step: StepView) => {
    const at = step.state === 'in_progress' ? step.lastAttemptedAt : step.nextRetryAt;
    const span = at === undefined ? '' : ` ${formatDuration(Math.abs(clock.now() - Date.parse(at)))}`;
    return step.state === 'in_progress' ? `attempt ${step.attempts}, for${span}` : `waits to retry, at most${span}`;
  };

  const isLive = canAnimate(io);
  const timer = isLive ? setInterval(draw, REDRAW_MS).unref() : undefined;
  return {
    update(steps) {
      start ??= clock.now();
      const lines: string[] = [];
      for (const step of steps) {
        const change = changeText(step, known.get(step.name));
        known.set(step.name, step);
        if (change === undefined || (isLive && step.state === 'in_progress')) continue;
        lines.push(paintStep(lineOf(elapsed(), step.name, change, width), step, colours));
      }
      if (lines.length > 0) region.print(lines);
      if (!isLive) return;
      active = steps.filter(({ state }) => state === 'in_progress' || state === 'waiting_for_retry');
      if (lines.length > 0) drawnAt = 0;
      draw();
    },
    note: (name, text) => region.print([colours.dim(lineOf(elapsed(), name, text.trimEnd(), width))]),
    end() {
      clearInterval(timer);
      region.draw([]);
    },
  };
}

function lineOf(elapsed: number, name: string, text: string, width: number): string {
  const seconds = `${(elapsed / 1000).toFixed(1)}s`.padStart(7);
  return `${seconds}  ${name}${' '.repeat(Math.max(0, width - columnsOf(name)))}  ${text}`;
}
