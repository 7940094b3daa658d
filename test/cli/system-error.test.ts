import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { systemErrorText } from '../../lib/cli/system-error.ts';
import { fakeIo } from './fake-io.ts';
import { ORDER, project } from './project.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('says where temporary files go that cannot be written, and how they go elsewhere', async () => {
  const io = fakeIo({ cwd: project({ 'order.yaml': ORDER }) });
  const missing = join(tmpdir(), 'tasker-sfn-no-such-folder');
  expect(existsSync(missing)).toBe(false);
  vi.stubEnv('TMPDIR', missing);
  expect(await cli(['run', 'order.yaml'], io)).toBe(1);
  expect(io.err()).toMatch(
    /^error: ".*tasker-sfn-no-such-folder\/\S+" cannot be read or written \(mkdtemp\): there is no/m,
  );
  expect(io.err()).toContain(
    `hint: Bundles and other temporary files go to "${missing}". TMPDIR names another folder.\n`,
  );
});

it('names that folder also where a disk is full, and no file is told', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  expect(systemErrorText(full)).toBe(
    `A file cannot be read or written (write): no space is left on the disk.\n  hint: Bundles and other temporary files go to "${tmpdir()}". TMPDIR names another folder.`,
  );
});

it('says of other files what is wrong with them, and leaves other refusals of the system as they are', () => {
  const thrown = (() => {
    try {
      return readFileSync('/no/such/file');
    } catch (error) {
      return error;
    }
  })();
  expect(systemErrorText(thrown as NodeJS.ErrnoException)).toBe(
    '"/no/such/file" cannot be read or written (open): there is no such file or folder.',
  );
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  expect(systemErrorText(refused)).toBe('connect ECONNREFUSED 127.0.0.1:1');
});
