import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { root } from './pages.ts';

it('README.md: what is pasted runs with the two commands, and prints what the page shows', async () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const template = /```yaml\n([^]*?)```/.exec(text)?.[1] ?? '';
  const shown = /```text\n([^]*?)```/.exec(text)?.[1] ?? '';
  const cwd = project({ 'registration.yaml': template, 'node_modules/.keep': '' });
  expect(await cli(['new', 'handler', '--for', 'registration.yaml'], fakeIo({ cwd }))).toBe(0);
  const io = fakeIo({ cwd });
  expect(await cli(['run', 'registration.yaml'], io)).toBe(0);
  // How long a handler takes is not the same each time.
  const printed = io
    .out()
    .replace(/, \d+(?:\.\d+)? m?s$/gm, '')
    .replace(/ after \d+(?:\.\d+)? m?s$/m, '');
  expect(printed).toContain(shown);
});
