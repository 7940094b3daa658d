import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { typeCheck } from '../support/type-check.ts';
import { fakeIo } from './fake-io.ts';
import { AWKWARD } from './generate/awkward.ts';
import { filesIn } from './new/files-in.ts';
import { project } from './project.ts';

const registration = join(import.meta.dirname, '../../templates/microservices/user_registration.yaml');

/** How a program uses the types, rightly and, where TypeScript must object, wrongly. */
const USE = `
import { TaskerClient } from 'tasker-sfn/client';
import type { CreateUserAccountResult, UserRegistrationContext, UserRegistrationSteps } from './registration.ts';

const client = new TaskerClient();
const context: UserRegistrationContext = { user_info: { email: 'a@b.c', name: 'Ada', plan: 'pro' } };
const task = await client.createTask<UserRegistrationContext>({ name: 'user_registration', context });
const step = await client.getStep<UserRegistrationSteps, 'create_user_account'>(task.task_uuid, 'create_user_account');
const account: CreateUserAccountResult | undefined = step.results?.result;
for (const each of await client.listTaskSteps<UserRegistrationSteps>(task.task_uuid)) {
  if (each.name === 'send_welcome_sequence') each.results?.result.sent_at.toUpperCase();
}
account?.user_id.toUpperCase();
// @ts-expect-error
account?.userid;
// @ts-expect-error
await client.createTask<UserRegistrationContext>({ name: 'x', context: { user_info: { email: 'a@b.c' } } });
// @ts-expect-error
await client.getStep<UserRegistrationSteps, 'create_account'>(task.task_uuid, 'create_account');
`;

it('all code that the command line writes passes the strict TypeScript compiler', async () => {
  const cwd = project({ 'awkward.yaml': AWKWARD });
  for (const argv of [
    ['new', 'template', 'shop/order'],
    ['new', 'handler', 'Shop::PackHandler'],
    ['generate', 'types', registration, '-o', 'registration.ts'],
    ['generate', 'types', 'awkward.yaml', '-o', 'awkward.ts'],
  ]) {
    expect(await cli(argv, fakeIo({ cwd }))).toBe(0);
  }
  const written = Object.entries(filesIn(cwd)).filter(([path]) => path.endsWith('.ts'));
  expect(written).toHaveLength(7);
  expect(readFileSync(join(cwd, 'registration.ts'), 'utf8')).toContain('export interface UserRegistrationSteps {');
  expect(typeCheck({ ...Object.fromEntries(written), 'use.ts': USE })).toEqual([]);
});
