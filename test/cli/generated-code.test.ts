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

/** A handler of the template, a request and a test, typed by step. */
const FLOW = `
import { TaskerClient } from 'tasker-sfn/client';
import { defineHandler, StepHandler, type StepContext, type StepHandlerClass, type StepHandlerResult } from 'tasker-sfn/runtime';
import { runHandler, runTask } from 'tasker-sfn/testing';
import type { UserRegistrationHandlers, UserRegistrationTask } from './registration.ts';

type Step = UserRegistrationHandlers['setup_billing_profile'];
export class Billing extends StepHandler<Step> {
  static override handlerName = 'Billing';
  async call(context: StepContext<Step>): Promise<StepHandlerResult> {
    const account = context.getDependencyResult('create_user_account');
    const email: string = context.getInputOr('user_info', { email: '', name: '' }).email;
    const plan: 'free' | 'pro' | 'enterprise' | undefined = context.getInput('user_info')?.plan;
    // @ts-expect-error: no such step is before this one.
    context.getDependencyResult('create_account');
    // @ts-expect-error: it comes later.
    context.getDependencyResult('send_welcome_sequence');
    // @ts-expect-error
    context.getInput('user');
    // @ts-expect-error: the schema requires a status.
    this.success({ user_id: account.user_id, plan: 'free' });
    return this.success({ user_id: account.user_id, plan: plan ?? email, status: 'active' });
  }
}
export const Other = defineHandler<Step>('Other', { depends: { account: 'create_user_account' } }, async ({ context }) => ({
  user_id: context.getDependencyResult('create_user_account').user_id,
  plan: 'free',
  status: 'skipped',
}));
// @ts-expect-error: no such step.
defineHandler<Step>('Other', { depends: { account: 'create_account' } }, async () => ({ user_id: '', plan: '', status: '' }));
// @ts-expect-error: no status.
defineHandler<Step>('Other', {}, async () => ({ user_id: '', plan: '' }));
// @ts-expect-error: no step of that name.
type Missing = UserRegistrationHandlers['setup_billing'];

export const classes: readonly StepHandlerClass[] = [Billing, Other];
await runHandler(Billing);
// Without types, all is as it was: names are free, and the handler says what a value is.
export class Free extends StepHandler {
  static override handlerName = 'Free';
  async call(context: StepContext) {
    const email: string | undefined = context.getInput<string>('email');
    const account = context.getDependencyResult('any') as { id: string } | null;
    return this.success({ email, id: account?.id, name: context.getInputOr('name', 'Ada').toUpperCase() });
  }
}
export class Lent extends Billing {
  override async call(context: StepContext): Promise<StepHandlerResult> {
    return super.call(context);
  }
}

const client = new TaskerClient();
const context = { user_info: { email: 'a@b.c', name: 'Ada' } };
await client.createTask<UserRegistrationTask>({ namespace: 'microservices', name: 'user_registration', context });
// @ts-expect-error: another template.
await client.createTask<UserRegistrationTask>({ namespace: 'microservices', name: 'registration', context });
// @ts-expect-error: no e-mail.
await client.createTask<UserRegistrationTask>({ namespace: 'microservices', name: 'user_registration', context: { user_info: { name: 'Ada' } } });

const task = await runTask<UserRegistrationTask>('x.yaml', { context, mocks: { setup_billing_profile: { status: 'skipped' } } });
task.steps.create_user_account.result?.user_id.toUpperCase();
task.output?.create_user_account.email.toUpperCase();
// @ts-expect-error
task.steps.create_account;
// @ts-expect-error
await runTask<UserRegistrationTask>('x.yaml', { mocks: { setup_billing: {} } });
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
  expect(typeCheck({ ...Object.fromEntries(written), 'use.ts': USE, 'flow.ts': FLOW })).toEqual([]);
}, 300_000);
