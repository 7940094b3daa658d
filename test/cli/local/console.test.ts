import { expect, it } from 'vitest';
import { CROSSED, CROSSED_HANDLERS, project } from '../project.ts';
import { serveProject } from '../serve-project.ts';

it('serves the console first of all, with functions, logs, faults that are asked for, and changes as they happen', async () => {
  const cwd = project({ 'templates/crossed.yaml': CROSSED, 'lambdas/crossed.ts': CROSSED_HANDLERS });
  const { io, url, stop } = await serveProject(cwd, ['--time-scale', '1000']);
  expect(io.out()).toMatch(/^Console /);
  const get = async (path: string) => (await fetch(url + path)).text();
  const empty = await get('/');
  expect(empty).toContain('Nothing has run yet. <a href="/start?template=shop%2Fcrossed%401.0.0">Start a task</a>');
  expect(empty).toContain(`npx tasker-sfn task create shop/crossed@1.0.0 --context &#39;{}&#39; --endpoint ${url}`);
  expect(empty).toContain('are among <a href="/machines">Machines</a>');
  expect(await get('/templates/shop/crossed/1.0.0')).toContain('npx tasker-sfn task create shop/crossed@1.0.0');
  expect(await get('/start?template=shop/crossed@1.0.0')).toContain('Let a step fail');

  const answer = await fetch(`${url}/start`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ template: 'shop/crossed@1.0.0', context: '{}', fail_step: 'd', fail_times: '2' }),
  });
  const { goTo } = (await answer.json()) as { readonly goTo: string };
  const events = await fetch(`${url}/live?run=${goTo.slice('/runs/'.length)}&since=none`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!(await get(goTo)).includes('complete</span>')) told += (await reader.read()).value ?? '';
  expect(told).toContain('data: changed');

  expect(await get(`${goTo}/steps`)).toContain('3 of 3');
  expect(await get(`${goTo}/steps/d`)).toContain('This attempt was made to fail in the console.');
  expect(await get(`${goTo}/log`)).toContain('Step succeeded');
  expect(await get(`${goTo}/report.html`)).toContain('Step succeeded');
  expect(await get(`${goTo}/report.html?redact`)).not.toContain('Step succeeded');
  // The function was never asked for the attempts that were made to fail.
  expect(await get('/functions')).toMatch(/>D<\/td><td class="number">1<\/td><td class="number">0</);
  // A browser that still listens does not keep the server up.
  expect(await stop()).toBe(0);
}, 30_000);
