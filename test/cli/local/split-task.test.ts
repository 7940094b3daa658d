import { expect, it } from 'vitest';
import { largeTaskText } from '../../support/large-task.ts';
import { project } from '../project.ts';
import { serveProject } from '../serve-project.ts';

/** Waits in the middle of a part, until its task was redriven. */
const HANDLERS = `import { defineHandler } from '@tasker-systems/tasker';
export const Work = defineHandler('Work', {}, async ({ context }) => {
  const { name } = context.event.workflowStep;
  if (name === 'a8' && context.redriveCount === 0) await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { ran_in: context.redriveCount };
});
`;

it('runs a task that is split, and shows, cancels and redrives it in the console as one', async () => {
  const cwd = project({ 'templates/large.yaml': largeTaskText('Work'), 'lambdas/work.ts': HANDLERS });
  const { url, stop } = await serveProject(cwd);
  const get = async (path: string) => (await fetch(url + path)).text();
  const post = async (path: string, body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { readonly goTo?: string };
  };
  const until = async (path: string, text: string) => {
    const deadline = Date.now() + 60_000;
    for (let page = ''; !page.includes(text); page = await get(path)) {
      if (Date.now() > deadline) throw new Error(`There is no "${text}" in ${page}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  const { goTo = '' } = await post('/start', { template: 'large/large@1.0.0', context: '{}' });
  await until(`${goTo}/steps`, '22 of 31');
  expect(await get(goTo)).toContain('class="workflow"');
  expect(await get(`${goTo}/timeline`)).toContain('a7');
  await post(`${goTo}/cancel`, { reason: 'enough' });
  await until(goTo, 'cancelled</span>');
  expect(await get(`${goTo}/steps`)).toContain('22 of 31');

  await post(`${goTo}/redrive`, {});
  await until(goTo, 'complete</span>');
  expect(await get(`${goTo}/steps`)).toContain('31 of 31');
  // What had completed in the part was not run again.
  expect(await get(`${goTo}/steps/a7`)).toContain('"ran_in": 0');
  expect(await get(`${goTo}/steps/a8`)).toContain('"ran_in": 1');
  // One task, whatever it is made of.
  expect((await get('/')).match(/href="\/runs\//g)).toHaveLength(1);
  expect(await stop()).toBe(0);
}, 120_000);
