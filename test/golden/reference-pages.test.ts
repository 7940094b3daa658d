import { expect, it } from 'vitest';
import { cli, makeProgram } from '../../lib/cli/cli.ts';
import { cliPage } from '../../site/pages/cli-page.ts';
import { fakeIo } from '../cli/fake-io.ts';

it('docs/reference/cli.md is what the commands say', async () => {
  const program = makeProgram({ io: fakeIo(), run: cli, action: () => async () => {} });
  await expect(cliPage(program)).toMatchFileSnapshot('../../docs/reference/cli.md');
});
