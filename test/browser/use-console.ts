import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { serveConsole, templateOf, type ServedConsole } from './served-console.ts';
import { EVIL_EXECUTION, EVIL_MACHINE, serveEvil } from './served-evil.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** So much time may pass from an event to the page that shows it, in ms, on a machine that does other work, too. */
const SOON_MS = 1000;

/** Uses the console as a person does: with the mouse, with keys alone, in light and in dark, with payloads that mean harm. */
export async function useConsole(executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const served = await serveConsole([templateOf('small', 5), templateOf('middle', 40)]);
  const evil = await serveEvil();
  const told = (what: string) => console.log(`ok: ${what}`);
  try {
    await startByKeys(browser, served, told);
    await seeItLive(browser, served, told);
    await goByKeys(browser, served, told);
    await cancelAndRedrive(browser, served, told);
    await repair(browser, served, told);
    await answerToken(browser, served, told);
    await meetEvil(browser, evil.url, told);
    await refuseOthers(browser, served, told);
    await judge(browser, served, evil.url, told);
    await stayFluent(browser, evil.url, told);
  } finally {
    await browser.close();
    await evil.close();
    await served.close();
  }
}

let started = 0;

/** Starts a run that is no other's; its id. */
async function start(client: ServedConsole['client'], context: object, name = 'small'): Promise<string> {
  const task = await client.createTask({
    ...{ namespace: 'shop', name, version: '1.0.0' },
    context: { ...context, number: ++started },
  });
  return task.task_uuid;
}

type Told = (what: string) => void;

/** Opens a page on which any mistake of its script ends the test. */
async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) throw new Error(message.text());
  });
  return page;
}

async function startByKeys(browser: Browser, { url }: ServedConsole, told: Told): Promise<void> {
  const page = await openPage(browser);
  await page.goto(url);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/start');
  await page.goto(`${url}/start?template=shop/small@1.0.0`);
  await page.locator('textarea').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{"fail": ["step_4"]');
  assert.equal(await page.locator('textarea').getAttribute('aria-invalid'), 'true');
  await page.keyboard.type('}');
  assert.match((await page.locator('#copy-cli').textContent()) ?? '', /--context '\{"fail":\["step_4"\]\}'/);
  for (let tabs = 0; tabs < 10 && (await page.locator(':focus').textContent()) !== 'Start'; tabs++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL('**/runs/*');
  await page.locator('.failure a', { hasText: 'step_4' }).waitFor();
  assert.equal(await page.locator('.state-error').count(), 1);
  await page.context().close();
  told('a run is started with keys alone, and seen to fail');
}

async function seeItLive(browser: Browser, { url, client, release }: ServedConsole, told: Told): Promise<void> {
  const page = await openPage(browser);
  const steps = ['step_0', 'step_1', 'step_2', 'step_3', 'step_4'];
  const times: number[] = [];
  for (let run = 0; run < 4; run++) {
    const id = await start(client, { hold: steps });
    await page.goto(`${url}/runs/${id}`);
    await page.locator('#live[data-state=live]').waitFor();
    for (const step of steps) {
      // When the box is green: measured in the page, in the clock that is this process's, too.
      const seen = page.evaluate<number>(`new Promise((resolve) => {
        const isGreen = () => document.getElementById('step_${step}').parentElement.classList.contains('state-complete');
        const look = () => isGreen() ? requestAnimationFrame(() => setTimeout(() => resolve(Date.now()))) : undefined;
        new MutationObserver(look).observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true });
        look();
      })`);
      const released = await release(step);
      times.push((await seen) - released);
    }
    await page.locator('.pill', { hasText: 'complete' }).waitFor();
    await page.locator('#live[data-state=""]').waitFor({ state: 'attached' });
  }
  times.sort((a, b) => a - b);
  const [middle = Infinity, worst = Infinity] = [times[times.length >> 1], times.at(-1)];
  assert.ok(middle < SOON_MS, `From an event to its pixel it took ${middle} ms.`);
  await page.context().close();
  told(
    `changes are seen at once: ${middle} ms from event to pixel (${times[0] ?? 0} to ${worst} ms, ${times.length} events)`,
  );
}

async function goByKeys(browser: Browser, { url, client }: ServedConsole, told: Told): Promise<void> {
  const id = await start(client, { flaky: ['step_1'] });
  await client.waitForTask(id);
  const page = await openPage(browser);
  await page.goto(url);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/runs/${id}`);
  await page.locator('#step_step_0').focus();
  await page.keyboard.press('ArrowDown');
  assert.match((await page.locator(':focus').getAttribute('id')) ?? '', /^step_step_[12]$/);
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.locator(':focus').getAttribute('id'), 'step_step_0');
  await page.keyboard.press(']');
  await page.waitForURL('**/timeline');
  assert.match((await page.locator('.timeline').textContent()) ?? '', /before attempt 2/);
  await page.keyboard.press(']');
  await page.waitForURL('**/steps');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/steps?step=step_0');
  await page.locator('#drawer:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#drawer').waitFor({ state: 'detached' });
  assert.equal(await page.locator(':focus').textContent(), 'step_0');
  await page.keyboard.press('Enter');
  await page.locator('#drawer').getByText('Open as a page').click();
  await page.waitForURL('**/steps/step_0');
  await page.locator('summary', { hasText: 'Result' }).click();
  assert.doesNotMatch((await page.locator('details[open] > pre').first().textContent()) ?? '', /hunter2/);
  await page.locator('summary', { hasText: 'Show what is masked' }).click();
  assert.match((await page.locator('.secrets pre').textContent()) ?? '', /hunter2/);
  await page.locator('h1').click();
  await page.keyboard.press('Escape');
  await page.waitForURL('**/steps');
  await page.keyboard.press('?');
  await page.locator('#help[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.waitForURL(`${url}/`);
  await page.keyboard.press('/');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?q=*');
  assert.equal(await page.locator('a.row').count(), 1);
  await page.context().close();
  told('rows, boxes, tabs, the drawer, search, help and the way back are reached with keys alone');
}

async function cancelAndRedrive(browser: Browser, { url, client, release }: ServedConsole, told: Told): Promise<void> {
  const id = await start(client, { hold: ['step_0'] });
  const page = await openPage(browser);
  await page.goto(`${url}/runs/${id}/steps`);
  await page.locator('summary', { hasText: 'Cancel the run' }).click();
  await page.getByLabel('Reason').fill('enough');
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.locator('.pill', { hasText: 'cancelled' }).waitFor();
  assert.match((await page.locator('.failure').textContent()) ?? '', /TaskCancelled\s+enough/);
  await release('step_0');
  await page.locator('summary', { hasText: 'Redrive' }).click();
  await page.getByRole('button', { name: 'Redrive' }).click();
  await page.locator('.pill', { hasText: 'running' }).waitFor();
  await release('step_0');
  await page.locator('.pill', { hasText: 'complete' }).waitFor();
  await page.context().close();
  told('a run is cancelled with a reason, and redriven');
}

async function repair(browser: Browser, { url, client }: ServedConsole, told: Told): Promise<void> {
  const id = await start(client, { fail: ['step_1', 'step_2'] });
  await client.waitForTask(id);
  const page = await openPage(browser);
  await page.goto(`${url}/runs/${id}`);
  await page.locator('summary', { hasText: 'Repair' }).click();
  const form = page.locator('form.repair');
  const promise = (await page.locator('details.act[open] > p').textContent()) ?? '';
  assert.match(promise, /never run again: step_0\. .*once they are settled: step_3, step_4\./s);
  await form.getByLabel('Your name').fill('ada');
  await form.getByLabel('Reason').fill('done by hand');
  await form.getByLabel('What to do').first().selectOption('complete_manually');
  await form.getByLabel('Result, to complete it with').first().fill('[]');
  await form.getByLabel('What to do').nth(1).selectOption('resolve_manually');
  await form.getByRole('button', { name: 'Repair' }).click();
  await form.locator('output.error', { hasText: 'must be a JSON object' }).waitFor();
  // What was filled in is still there.
  assert.equal(await form.getByLabel('Reason').inputValue(), 'done by hand');
  await form.getByLabel('Result, to complete it with').first().fill('{"by": "hand"}');
  await form.getByRole('button', { name: 'Repair' }).click();
  await page.getByText('repaired by ada: done by hand').waitFor();
  await page.locator('.pill', { hasText: 'complete' }).waitFor();
  assert.deepEqual(await page.locator('.state-resolved_manually').count(), 1);
  await page.context().close();
  told('a run is repaired: a step completed by hand, another resolved, and the rest run');
}

/** A machine that runs no template, started, seen to wait, and answered. */
async function answerToken(browser: Browser, { url, service }: ServedConsole, told: Told): Promise<void> {
  const page = await openPage(browser);
  await page.goto(`${url}/machines`);
  await page.getByText('local --definitions').waitFor();
  await createApproval(service);
  await page.reload();
  await page.getByRole('link', { name: 'approval', exact: true }).click();
  await page.locator('summary', { hasText: 'Start an execution' }).click();
  await page.getByLabel('Input').fill('{"amount": 3, "api_key": "hunter2"}');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/arn*');
  await page.locator('.state-in_progress', { hasText: 'Ask' }).waitFor();
  await page.locator('summary', { hasText: 'waits for a token' }).click();
  await page.getByRole('button', { name: 'Send a heartbeat' }).click();
  await page.waitForLoadState('load');
  await page.locator('summary', { hasText: 'waits for a token' }).click();
  await page.getByLabel('Output').fill('{"approved": true}');
  await page.getByRole('button', { name: 'Succeed' }).click();
  await page.locator('.pill', { hasText: 'complete' }).waitFor();
  assert.equal(await page.locator('.state-complete').count(), 3);
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByText('for a token or a job').first().waitFor();
  await page.getByRole('link', { name: 'Run again with edits' }).click();
  assert.match(await page.getByLabel('Input').inputValue(), /"amount": 3/);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/arn*');
  await page.locator('summary', { hasText: 'waits for a token' }).click();
  await page.getByLabel('Error').fill('Refused');
  await page.getByLabel('Cause').fill('Too dear.');
  await page.getByRole('button', { name: 'Fail' }).click();
  await page.locator('.failure', { hasText: 'Refused: Too dear.' }).waitFor();
  await page.context().close();
  told('a machine that runs no template is started, shown state by state, and its token answered in three ways');
}

async function createApproval(service: ServedConsole['service']): Promise<void> {
  const ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
    Next: 'Done',
  };
  const definition = {
    StartAt: 'Begin',
    States: { Begin: { Type: 'Pass', Next: 'Ask' }, Ask: ask, Done: { Type: 'Succeed' } },
  };
  await service.call('CreateStateMachine', {
    name: 'approval',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    definition: JSON.stringify(definition),
  });
}

async function meetEvil(browser: Browser, url: string, told: Told): Promise<void> {
  const page = await openPage(browser);
  await page.addInitScript('globalThis.evils = 0; globalThis.evil = () => { globalThis.evils += 1; };');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const path of EVIL_PAGES) {
    const answer = await page.goto(url + path);
    assert.ok((answer?.status() ?? 500) < 500, `${path} is answered.`);
    for (const summary of await page.locator('main details:not([open]) > summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    const found = await page.evaluate(`[
      globalThis.evils,
      document.querySelectorAll('script:not([src]), img[src=x], iframe, style, base').length,
      [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).length,
      [...document.querySelectorAll('a')].filter((link) => !/^(http|vscode):$/.test(new URL(link.getAttribute('href'), location).protocol)).length,
    ]`);
    assert.deepEqual(found, [0, 0, 0, 0], path);
  }
  assert.deepEqual(
    asked.filter((one) => !one.startsWith(url) && one !== 'data:,'),
    [],
  );
  await page.context().close();
  told(`nothing that is in names, payloads, errors and logs does anything, on ${EVIL_PAGES.length} pages`);
}

const EVIL_PAGES = [
  '/',
  '/?q=%22%3E%3Cscript%3Eevil()%3C/script%3E&name=%27onfocus=evil()',
  ...['', '/timeline', '/steps', '/events', '/context', '/log'].map((tab) => `/runs/evil${tab}`),
  '/runs/evil/events?q=%3Cimg%20src=x%20onerror=evil()%3E',
  '/runs/evil/events/7',
  '/runs/evil/steps/evil',
  '/runs/evil?of=states',
  '/compare?a=evil&b=other',
  '/compare?a=%22%3E%3Cscript%3Eevil()%3C/script%3E',
  '/templates',
  '/templates/evil/evil/evil?against=other',
  '/start?template=evil/evil@evil',
  '/start?from=evil',
  '/functions',
  '/machines',
  `/machines/${encodeURIComponent(EVIL_MACHINE)}`,
  ...['', '/timeline', '/steps', '/events', '/context', '/steps/evil'].map(
    (tab) => `/runs/${encodeURIComponent(EVIL_EXECUTION)}${tab}`,
  ),
  '/%3Cscript%3Eevil()%3C/script%3E',
];

async function refuseOthers(browser: Browser, { url, client }: ServedConsole, told: Told): Promise<void> {
  const id = await start(client, { hold: ['step_0'] });
  const other = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>other</p>');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const page = await openPage(browser);
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  for (const type of ['text/plain', 'application/json']) {
    await page.evaluate(
      ([target, contentType]) =>
        fetch(target!, {
          method: 'POST',
          mode: 'no-cors',
          headers: { 'Content-Type': contentType! },
          body: '{}',
        }).catch(() => undefined),
      [`${url}/runs/${id}/cancel`, type],
    );
  }
  const framed = await page.evaluate(`new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.onload = () => resolve(frame.contentDocument === null ? 'closed' : 'open');
    frame.src = ${JSON.stringify(url)};
    document.body.append(frame);
  })`);
  assert.equal(framed, 'closed');
  assert.equal((await client.viewTask(id)).status, 'RUNNING');
  await client.cancelTask(id);
  await page.context().close();
  other.close();
  told('a page of another origin cancels nothing, and cannot frame the console');
}

/** What axe-core has against pages, in light and in dark. */
async function judge(
  browser: Browser,
  { url, client, service }: ServedConsole,
  evilUrl: string,
  told: Told,
): Promise<void> {
  const [failed, middle, running] = await Promise.all([
    start(client, { fail: ['step_1'] }),
    start(client, { flaky: ['step_3'] }, 'middle'),
    start(client, { hold: ['step_1', 'step_2'] }),
  ]);
  await Promise.all([failed, middle].map((id) => client.waitForTask(id)));
  const machine = encodeURIComponent('arn:aws:states:us-east-1:123456789012:stateMachine:approval');
  const { executions } = (await service.call('ListExecutions', {
    stateMachineArn: decodeURIComponent(machine),
  })) as { executions: readonly { executionArn: string }[] };
  const execution = encodeURIComponent(executions[0]?.executionArn ?? '');
  const tabs = [
    '',
    '?step=step_1',
    '?of=states',
    '/timeline',
    '/steps',
    '/events',
    '/events/4',
    '/context',
    '/log',
    '/steps/step_1',
  ];
  const pages = [
    ...['/', '/?status=pending', '/templates', '/functions', '/start?template=shop/small@1.0.0', '/compare', '/none'],
    ...['small', 'middle'].map((name) => `/templates/shop/${name}/1.0.0`),
    `/compare?a=${failed}&b=${running}`,
    ...tabs.map((tab) => `/runs/${failed}${tab}`),
    ...['', '/timeline', '/log'].map((tab) => `/runs/${middle}${tab}`),
    ...['', '/timeline', '/steps/step_1'].map((tab) => `/runs/${running}${tab}`),
    ...['/machines', `/machines/${machine}`],
    ...['', '/timeline', '/steps', '/steps/Ask', '/events', '/context'].map((tab) => `/runs/${execution}${tab}`),
  ].map((path) => url + path);
  pages.push(...['', '?at=step_7', '/timeline', '/steps'].map((tab) => `${evilUrl}/runs/large${tab}`));
  const broken: string[] = [];
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1920],
    ['light', 390],
  ] as const) {
    const page = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
    for (const path of [
      ...pages,
      ...['', '/steps/evil'].map((part) => `${evilUrl}/runs/evil${part}`),
      `${evilUrl}/start?template=evil/evil@evil`,
    ]) {
      await page.goto(path);
      // What is folded away is judged as it is when it is opened.
      await page.evaluate(`for (const one of document.querySelectorAll('details.act')) one.open = true`);
      await page.evaluate(AXE);
      const violations = await page.evaluate<readonly string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 2).map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`,
      );
      broken.push(...violations.map((violation) => `${colorScheme} ${width} ${path}: ${violation}`));
      const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wider > 0) broken.push(`${colorScheme} ${width} ${path}: ${wider} px wider than the window`);
      const cut = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('.tabs a, .rows td')].filter((one) => one.getBoundingClientRect().right > innerWidth).map(({ outerHTML }) => outerHTML.slice(0, 160))`,
      );
      broken.push(...cut.slice(0, 2).map((one) => `${colorScheme} ${width} ${path}: not in view: ${one}`));
    }
    await page.context().close();
  }
  assert.deepEqual(broken, []);
  told(
    `axe-core has nothing against ${pages.length + 3} pages, on a laptop in light, on a wide screen in dark, and on a phone`,
  );
}

/** How long a key waits on the largest pages there are. */
async function stayFluent(browser: Browser, url: string, told: Told): Promise<void> {
  const page = await openPage(browser);
  const delays: string[] = [];
  for (const [what, address] of [
    ['10,000 runs', `${url}/?name=many`],
    ['25,000 events', `${url}/runs/many/events`],
    ['a timeline of 1,000 steps', `${url}/runs/large/timeline`],
    ['1,000 steps', `${url}/runs/large/steps`],
    ['a graph of 1,000 steps', `${url}/runs/large`],
  ] as const) {
    const begun = Date.now();
    await page.goto(address);
    const loaded = Date.now() - begun;
    await page.evaluate(`
      globalThis.delays = [];
      addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => delays.push(performance.now() - timeStamp))), true);
    `);
    for (let press = 0; press < 20; press++) await page.keyboard.press('j');
    // A machine that does other things too has outliers.
    const middle = Math.round(await page.evaluate<number>('delays.sort((a, b) => a - b)[delays.length >> 1]'));
    // How fast is printed; a test fails only where a page hangs, since other work on the machine must not fail it.
    assert.ok(middle < 1000, `${what}: a key waits ${middle} ms.`);
    delays.push(`${what}: ${middle} ms (loaded in ${loaded} ms)`);
  }
  await page.context().close();
  told(`a key is answered soon on the largest pages: ${delays.join(', ')}`);
}
