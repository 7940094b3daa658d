import { expect, it } from 'vitest';
import { pictureOfRun } from '../../lib/viz/picture.ts';
import { drawPicture } from '../../lib/viz/render-svg.ts';
import { taskOf } from '../console/tasks.ts';

// A decision has passed step_1 over; step_2, which converges, depends on it all the same.
it('draws a run whose steps depend on one that is no part of it', () => {
  const steps = taskOf(3, '').steps.filter(({ name }) => name !== 'step_1');
  const picture = pictureOfRun('order', '1.0.0', steps);
  // What is left of them waited at a barrier of the plan.
  expect(picture.edges).toEqual([{ from: 'step_step_0', to: 'step_step_2', kind: 'barrier' }]);
  expect(drawPicture(picture, '')).toContain('step_2');
});

it('leads from each box to where it is told to, and tells what follows on it', () => {
  const picture = pictureOfRun('order', '1.0.0', taskOf(2, '').steps);
  const drawn = drawPicture(picture, '', { linkOf: ({ names }) => `/steps/${names.join('&')}` });
  expect(drawn).toContain('<a id="step_step_0" href="/steps/step_0" data-next="step_step_1">');
  expect(drawn).toContain('<a id="step_step_1" href="/steps/step_1" data-next="">');
});

it('draws what a plan has let steps wait for, through one bar where many waited for many', () => {
  const [first] = taskOf(1, '').steps;
  if (first === undefined) throw new Error('There is no step.');
  const step = (name: string, dependencies: readonly string[], held: readonly string[] = []) => ({
    ...{ ...first, name, dependencies },
    waits: held.length === 0 ? [] : [{ kind: 'barrier' as const, for: held, from: first.startedAt ?? '' }],
  });
  // The last to settle comes first, and a dependency is an edge already.
  const steps = [
    step('a', []),
    step('b', []),
    step('x', ['a'], ['b', 'c']),
    step('c', []),
    step('y', ['a'], ['c', 'b']),
  ];
  const { nodes, edges } = pictureOfRun('order', '1.0.0', [...steps, step('z', ['c'], ['c', 'a'])]);
  expect(nodes.filter(({ kind }) => kind === 'barrier')).toEqual([{ kind: 'barrier', id: 'barrier_1' }]);
  expect(edges.filter(({ kind }) => kind === 'barrier').map(({ from, to }) => `${from} ${to}`)).toEqual([
    'step_b barrier_1',
    'step_c barrier_1',
    'barrier_1 step_x',
    'barrier_1 step_y',
    'step_a step_z',
  ]);
});
