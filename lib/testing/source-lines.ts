import type { StepView } from '../client/index.ts';
import { ownFrames } from '../client/view/own-frames.ts';
import { withSources } from '../languages/index.ts';

/** A step whose errors tell the lines of the sources, wherever its handler's bundle lies. */
export function withSourceLines(step: StepView): StepView {
  return { ...step, ...inSources(step), history: step.history.map((run) => ({ ...run, ...inSources(run) })) };
}

function inSources({ error }: Pick<StepView, 'error'>): Pick<StepView, 'error'> {
  if (error?.stack === undefined) return {};
  return { error: { ...error, stack: ownFrames(withSources(error.stack).split('\n')).join('\n') } };
}
