import type { StateMachine } from '../../client/index.ts';
import type { StateView } from '../../client/view/view-states.ts';
import { pictureOfRun } from '../../viz/picture.ts';
import type { Picture } from '../../viz/picture-parts.ts';
import { markup, type Html } from '../html.ts';
import type { ShownRun } from '../shown-run.ts';
import { machinePicture } from './machine-frame.ts';
import { pictureFrame } from './picture-frame.ts';
import { stepAnchor } from './step-anchor.ts';
import { runPath, stepPath } from './words.ts';

/** The states of a run's machine. */
export interface DrawnStates {
  readonly definition: StateMachine;
  readonly states: readonly StateView[];
}

/** What of a graph is shown. */
export interface ShownGraph {
  /** What is drawn instead of the steps. */
  readonly states?: DrawnStates;
  /** The step around which a large graph is shown. */
  readonly at?: string | undefined;
}

/**
 * The graph of a run.
 *
 * @param picture That of the template, where it is at hand.
 */
export function graphSection(task: ShownRun, picture: Picture | undefined, { states, at }: ShownGraph): Html {
  const { id, identity, steps, machine } = task;
  if (machine !== undefined) {
    return machinePicture(machine.definition, machine.name, machine.states, (state) => stepPath(id, state));
  }
  const of = states === undefined ? 'steps' : 'states';
  const drawn = picture ?? pictureOfRun(identity.name, identity.version, steps);
  const link = (kind: typeof of, text: string) =>
    markup`<a href="${runPath(id)}${kind === 'states' && '?of=states'}"${kind === of && markup` aria-current="true"`}>${text}</a>`;
  return markup`<nav class="switch" aria-label="What is drawn">${link('steps', 'Steps of the template')}${link('states', 'States of the machine')}</nav>
${
  states !== undefined
    ? machinePicture(
        states.definition,
        identity.name,
        states.states,
        (state) => `${runPath(id, 'events')}?${new URLSearchParams({ q: state }).toString()}`,
      )
    : pictureFrame(drawn, {
        linkOf: ({ names: [name = '', ...others] }) =>
          others.length === 0 ? stepPath(id, name) : `${runPath(id, 'steps')}#${encodeURIComponent(stepAnchor(name))}`,
        at,
        path: runPath(id),
      })
}`;
}
