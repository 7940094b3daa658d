import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const dist = resolve(import.meta.dirname, '../../site/.vitepress/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Reads the website of the docs in a browser: every page at three widths, its search, its dark colours. `npm run docs` builds it. */
export async function useSite(browserPath: string): Promise<void> {
  if (!existsSync(dist)) {
    console.log('SKIPPED: the website is not built. Run "npm run docs" first.');
    return;
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = fileOf(decodeURIComponent(pathname));
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  try {
    const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html') && file !== '404.html')
      .map((file) => `/${file.replace(/(?:index)?\.html$/, '')}`)
      .sort();
    for (const width of [390, 820, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const problems: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
      page.on('pageerror', (error) => void problems.push(String(error)));
      for (const path of paths) {
        await page.goto(url + path, { waitUntil: 'load' });
        problems.push(...(await lookAt(page)));
        assert.deepEqual(problems, [], `${path} at ${width} pixels`);
      }
      await page.close();
    }
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await search(page, url);
    await turnDark(page, url);
    console.log(`The website: ${paths.length} pages at three widths, search and dark colours: all as they should be.`);
  } finally {
    await browser.close();
    server.close();
  }
}

/** What is wrong with a page as it stands: text that runs out of it, pictures that are not there, templates that were not filled in. */
function lookAt(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const beyond = document.documentElement.scrollWidth - innerWidth;
    const broken = [...document.images].filter((image) => image.complete && image.naturalWidth === 0);
    const navigation = document.querySelector('.VPNav')?.textContent ?? '';
    return [
      ...(beyond > 1 ? ['The page is ' + beyond + ' pixels too wide.'] : []),
      ...broken.map((image) => 'There is no picture ' + image.src + '.'),
      ...(document.querySelector('main h1') === null ? ['There is no heading.'] : []),
      ...(navigation.includes('{{') ? ['The navigation was not filled in.'] : []),
    ];
  })()`);
}

/** The index of the search lies beside the pages: no server answers it. */
async function search(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.keyboard.press('Control+k');
  for (const [words, place] of [
    ['authorization', '/api-access'],
    ['percentile', '/planning'],
    ['default', '/reference/template-keys'],
    ['idempotency key', '/reference/client'],
    ['retry', '/reference/templates#retry'],
  ] as const) {
    await page.locator('#localsearch-input').fill(words);
    await page.locator(`.VPLocalSearchBox .results a[href*="${place}"]`).first().waitFor({ timeout: 20_000 });
  }
}

async function turnDark(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const colour = 'getComputedStyle(document.body).backgroundColor';
  const background = () => page.evaluate<string>(colour);
  const light = await background();
  await page.locator('.VPNavBarAppearance button').click();
  await page.waitForFunction(`${colour} !== ${JSON.stringify(light)}`);
  assert.notEqual(await background(), light);
}

function fileOf(pathname: string): string | undefined {
  const path = join(dist, pathname);
  return [path, join(path, 'index.html'), `${path}.html`].find((file) => existsSync(file) && statSync(file).isFile());
}
