import type { StepNode } from './picture-parts.ts';
import { STATE_GLYPHS } from './state-glyphs.ts';

/** The lines of a box; in the picture of a run the first one begins with the sign of the state. */
export function signed({ lines, state }: StepNode): readonly string[] {
  const [first = '', ...rest] = lines;
  return state === undefined ? lines : [`${STATE_GLYPHS[state]} ${first}`, ...rest];
}
