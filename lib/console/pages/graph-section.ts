import type { TaskExecution } from '../../client/index.ts';
import { pictureOfRun } from '../../viz/picture.ts';
import type { Picture } from '../../viz/picture-parts.ts';
import { markup, type Html } from '../html.ts';
import { pictureFrame, zoomButtons } from './picture-frame.ts';
import { stepAnchor } from './step-anchor.ts';
import { runPath, stepPath } from './words.ts';

/** Whether the steps of the template are drawn, or the states of the machine. */
export type GraphOf = 'steps' | 'states';

/** The graph of a run. @param picture That of the template, where it is at hand. */
export function graphSection(task: TaskExecution, picture: Picture | undefined, of: GraphOf): Html {
  const { id, identity, steps } = task;
  const drawn = picture ?? pictureOfRun(identity.name, identity.version, steps);
  const link = (kind: GraphOf, text: string) =>
    markup`<a href="${runPath(id)}${kind === 'states' && '?of=states'}"${kind === of && markup` aria-current="true"`}>${text}</a>`;
  return markup`<nav class="switch" aria-label="What is drawn">${link('steps', 'Steps of the template')}${link('states', 'States of the machine')}</nav>
${
  of === 'states'
    ? markup`${zoomButtons('picture', 'the picture')}<div class="picture" id="picture" tabindex="0" role="region" aria-label="Picture of the states"><img src="${runPath(id, 'machine.svg')}" alt="The states of the machine that runs the template, and how control goes from one to the next"></div>`
    : pictureFrame(
        drawn,
        ({ names: [name = '', ...others] }) =>
          others.length === 0 ? stepPath(id, name) : `${runPath(id, 'steps')}#${encodeURIComponent(stepAnchor(name))}`,
        markup`See the <a href="${runPath(id, 'timeline')}">timeline</a>, or the <a href="${runPath(id, 'steps')}">steps</a>.`,
      )
}`;
}
