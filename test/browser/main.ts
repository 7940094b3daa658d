// What web pages can do to the local server, and how the console's pages look and work, in a real browser:
// `npm run test:browser`. CHROMIUM names the browser's program; without it, the usual places are looked at. Where there is no
// browser, nothing is tested, and a line says so.
import { attack } from './attack.ts';
import { findBrowser } from './find-browser.ts';
import { useConsole } from './use-console.ts';
import { useSite } from './use-site.ts';

const browser = findBrowser();
if (browser === undefined) {
  console.log('SKIPPED: there is no browser here. Install chromium, or name one in CHROMIUM.');
} else {
  await attack(browser);
  await useConsole(browser);
  await useSite(browser);
}
