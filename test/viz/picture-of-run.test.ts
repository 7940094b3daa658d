import { expect, it } from 'vitest';
import { pictureOfRun } from '../../lib/viz/picture.ts';
import { drawPicture } from '../../lib/viz/render-svg.ts';
import { taskOf } from '../console/tasks.ts';

// A decision has passed step_1 over; step_2, which converges, depends on it all the same.
it('draws a run whose steps depend on one that is no part of it', () => {
  const steps = taskOf(3, '').steps.filter(({ name }) => name !== 'step_1');
  const picture = pictureOfRun('order', '1.0.0', steps);
  expect(picture.edges).toEqual([]);
  expect(drawPicture(picture, '')).toContain('step_2');
});

it('leads from each box to where it is told to, and tells what follows on it', () => {
  const picture = pictureOfRun('order', '1.0.0', taskOf(2, '').steps);
  const drawn = drawPicture(picture, '', { linkOf: ({ names }) => `/steps/${names.join('&')}` });
  expect(drawn).toContain('<a id="step_step_0" href="/steps/step_0" data-next="step_step_1">');
  expect(drawn).toContain('<a id="step_step_1" href="/steps/step_1" data-next="">');
});
