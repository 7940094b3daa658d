import type { StateMachine, SubMachine } from '../../client/index.ts';
import type { StateView } from '../../client/view/view-states.ts';
import { count } from '../../diagnostics/wording.ts';
import { machinePictureOf } from '../../viz/machine/machine-picture.ts';
import { drawMachine } from '../../viz/machine/render-machine-svg.ts';
import { Html, markup } from '../html.ts';
import { frame } from './picture-frame.ts';

/** A picture of more states helps nobody, and takes long to draw. */
const MOST_STATES = 300;

/**
 * The states of a machine, and where control goes, in a picture that can be zoomed and moved.
 *
 * @param states What has become of them in a run.
 * @param linkOf Where a state leads to.
 */
export function machinePicture(
  definition: StateMachine,
  title: string,
  states?: readonly StateView[],
  linkOf?: (state: string) => string,
): Html {
  const size = countStates(definition);
  if (size > MOST_STATES) {
    return markup`<p>${count(size, 'state')} are too many for a picture that can be read.</p>`;
  }
  const run = states && new Map(states.map(({ step, times }) => [step.name, { state: step.state, times }]));
  const drawn = drawMachine(machinePictureOf(definition, title, run), '', linkOf);
  return frame('Picture of the states', new Html(drawn));
}

function countStates({ States }: SubMachine): number {
  return Object.values(States).reduce((sum, state) => {
    const insides =
      state.Type === 'Parallel'
        ? state.Branches
        : state.Type === 'Map'
          ? [state.ItemProcessor ?? state.Iterator].filter((inside) => inside !== undefined)
          : [];
    return insides.reduce((total, inside) => total + countStates(inside), sum + 1);
  }, 0);
}
