import { existsSync } from 'node:fs';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The program of a browser: CHROMIUM names it, or it is at a usual place; undefined where there is none. */
export function findBrowser(): string | undefined {
  return PLACES.find((path) => path !== '' && existsSync(path));
}
