import { drawTimeline } from '../viz/draw-timeline.ts';
import { timelineOf } from '../viz/timeline.ts';
import type { StepView } from '../client/index.ts';
import type { Colours } from './colours.ts';
import type { Output } from './io.ts';

/** When a task began, and when it ended or what time it is: in ms since 1970. */
export interface TaskTimes {
  readonly from: number;
  readonly to: number;
}

/** The timeline of a task, as wide as the terminal. */
export function timelineLines(
  steps: readonly StepView[],
  { from, to }: TaskTimes,
  { columns = 80 }: Output,
  colours: Colours,
): readonly string[] {
  return drawTimeline(timelineOf(steps, from, to), columns, {
    complete: colours.green,
    error: colours.red,
    in_progress: colours.cyan,
    cold: colours.blue,
    token: colours.yellow,
    retry: colours.yellow,
    barrier: colours.magenta,
    branches: colours.blue,
    dim: colours.dim,
  });
}
