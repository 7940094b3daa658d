import { expect, it } from 'vitest';
import { findStep, neighbourhood } from '../../lib/viz/neighbourhood.ts';
import { pictureOfRun } from '../../lib/viz/picture.ts';
import { taskOf } from '../console/tasks.ts';

const { steps } = taskOf(1000, '');
const chain = steps.map((step, index) => ({
  ...step,
  dependencies: index === 0 ? [] : [`step_${index - 1}`],
  state: index === 700 ? ('error' as const) : index === 300 ? ('in_progress' as const) : ('complete' as const),
}));
const picture = pictureOfRun('order', '1.0.0', chain);

it('looks first at what has failed, else at what runs, and at the step that is named', () => {
  expect(findStep(picture)?.names).toEqual(['step_700']);
  expect(findStep(picture, 'step_5')?.names).toEqual(['step_5']);
  expect(findStep(picture, 'nothing')).toBeUndefined();
  const running = pictureOfRun('order', '1.0.0', chain.slice(0, 400));
  expect(findStep(running)?.names).toEqual(['step_300']);
  expect(findStep(pictureOfRun('order', '1.0.0', []))).toBeUndefined();
});

it('keeps the nearest boxes, both ways, with their edges, and says where more follow', () => {
  const part = neighbourhood(picture, findStep(picture, 'step_500')!, 5);
  const names = part.nodes.flatMap((node) => (node.kind === 'step' ? node.names : []));
  expect(names).toEqual(['step_498', 'step_499', 'step_500', 'step_501', 'step_502']);
  expect(part.edges.filter(({ kind }) => kind === 'dependency')).toHaveLength(4);
  const captions = part.nodes.map((node) => (node.kind === 'step' ? node.captions.at(-1) : undefined));
  expect(captions).toEqual(['… 1 edge more', '2 attempts', '2 attempts', '2 attempts', '… 1 edge more']);
});
