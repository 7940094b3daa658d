import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { renderReport } from '../../lib/console/report.ts';
import { EVIL, taskOf } from '../console/tasks.ts';
import { LambdaHost, LocalStepFunctions, serveLambda, serveStepFunctions } from '../../lib/local/index.ts';

/** What web pages of other origins can do to the local server: nothing. */
export async function attack(executablePath: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-browser-'));
  const proof = join(folder, 'proof');
  const file = join(folder, 'index.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs'; export const handler = () => writeFileSync(${JSON.stringify(proof)}, '');`,
  );
  const host = new LambdaHost({ functions: new Map([['victim', { file }]]) });
  const service = await LocalStepFunctions.open({ invoke: async () => null });
  const reached: string[] = [];
  const functions = await serveLambda(host, { port: 0 });
  const server = await serveStepFunctions(service, {
    port: 0,
    others: async (request, response) => {
      reached.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>secret</p>');
    },
  });
  const evil = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>evil</p>');
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const evilPort = (evil.address() as AddressInfo).port;
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
  try {
    const page = await browser.newPage();
    const check = async (what: string, work: () => Promise<void>) => {
      reached.length = 0;
      await work();
      console.log(`ok: ${what}`);
    };
    const invocation = '/2015-03-31/functions/victim/invocations';
    for (const origin of [`http://evil.example:${evilPort}`, `http://localhost:${evilPort}`]) {
      for (const target of ['127.0.0.1', 'localhost', 'rebind.example']) {
        await check(`a page of ${origin} cannot post to ${target}`, async () => {
          await page.goto(origin);
          await post(page, `http://${target}:${server.port}/v1/tasks`);
          await post(page, `http://${target}:${functions.port}${invocation}`);
          await submitForm(page, `http://${target}:${functions.port}${invocation}`);
          assert.deepEqual(reached, []);
          assert.equal(existsSync(proof), false);
        });
        await check(`a page of ${origin} cannot embed what ${target} has`, async () => {
          await page.goto(origin);
          // Text, since the types of the DOM are not among ours.
          await page.evaluate(`new Promise((resolve) => {
            const image = new Image();
            image.onerror = image.onload = resolve;
            image.src = 'http://${target}:${server.port}/v1/tasks';
          })`);
          assert.deepEqual(reached, []);
        });
      }
    }
    await check('a page whose name leads here reads nothing', async () => {
      const answer = await page.goto(`http://rebind.example:${server.port}/v1/tasks`);
      assert.equal(answer?.status(), 403);
      assert.doesNotMatch(await page.content(), /secret/);
      assert.deepEqual(reached, []);
    });
    await check('the address bar and pages of the server itself are answered', async () => {
      await page.goto(`http://localhost:${server.port}/console`);
      assert.match(await page.content(), /secret/);
      const status = await page.evaluate(async () => (await fetch('/v1/tasks', { method: 'POST', body: '{}' })).status);
      assert.equal(status, 200);
      assert.deepEqual(reached.slice(-1), ['POST /v1/tasks']);
    });
    await check('a report runs nothing that is in its payloads', async () => {
      const file = join(folder, 'report.html');
      writeFileSync(file, renderReport({ task: taskOf(5, EVIL), now: 0 }));
      const context = await browser.newContext();
      const report = await context.newPage();
      const asked: string[] = [];
      report.on('request', (request) => asked.push(request.url()));
      await report.goto(pathToFileURL(file).href);
      assert.deepEqual(asked, [pathToFileURL(file).href]);
      const found = await report.evaluate(`[
        document.querySelectorAll('script, img, iframe, [onerror], [onmouseover]').length,
        document.querySelectorAll('details.step').length,
        getComputedStyle(document.querySelector('details.step')).borderRadius,
      ]`);
      assert.deepEqual(found, [0, 5, '6px']);
      await context.close();
    });
  } finally {
    await browser.close();
    evil.close();
    await server.close();
    await functions.close();
    host.close();
    await service.close();
    rmSync(folder, { recursive: true });
  }
}

async function post(page: Page, url: string): Promise<void> {
  await page.evaluate(
    (target) =>
      fetch(target, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{}' }).catch(
        () => undefined,
      ),
    url,
  );
}

async function submitForm(page: Page, url: string): Promise<void> {
  await page.evaluate(`
    const form = document.createElement('form');
    Object.assign(form, { action: ${JSON.stringify(url)}, method: 'post', enctype: 'text/plain' });
    document.body.append(form);
    form.submit();
  `);
  await page.waitForURL(url);
}
