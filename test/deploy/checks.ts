import assert from 'node:assert/strict';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type TaskerClient, TaskerClientError } from '../../lib/client/index.ts';
import type { TaskResponse } from '../../lib/client/index.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';
import { createUser } from './create-user.ts';
import { type Answer, send, type SignedRequest } from './signed-request.ts';

const TASK = { namespace: 'microservices', name: 'user_registration', version: '1.0.0' } as const;
const MINUTE = 60_000;

/** Tasks through the deployed REST API, with nothing but HTTP. */
export async function checkApi(report: Report, emulator: Emulator, url: string, client: TaskerClient): Promise<void> {
  const call = (path: string, rest: Partial<SignedRequest> = {}) =>
    send({ url: url + path, service: 'execute-api', ...rest }, emulator.ca);
  const post = (email: string, more: object = {}) =>
    call('/v1/tasks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: requestFor(email, more),
    });
  let done: TaskResponse | undefined;

  await report.check('the API lets in whom IAM lets in, and nobody else', async () => {
    assert.equal((await call('/v1/tasks', { credentials: null })).status, 403);
    assert.equal((await call('/v1/templates', { credentials: null })).status, 403);
    const user = await createUser(emulator);
    assert.equal((await call('/v1/tasks', { credentials: user.credentials })).status, 403);
    await user.allow('execute-api:Invoke', `arn:aws:execute-api:*:*:${new URL(url).hostname.split('.')[0]}/*`);
    assert.equal((await call('/v1/tasks', { credentials: user.credentials })).status, 200);
  });

  await report.check('a task that is created over HTTP runs to its end', async () => {
    const created = await post('ada@example.com');
    assert.equal(created.status, 201, created.text);
    const { task_uuid } = bodyOf<TaskResponse>(created);
    await client.waitForTask(task_uuid, { timeoutMs: MINUTE });
    const answer = await call(`/v1/tasks/${task_uuid}`);
    assert.equal(answer.status, 200, answer.text);
    done = bodyOf<TaskResponse>(answer);
    assert.equal(done.status, 'complete', answer.text);
    assert.equal(done.completed_steps, 5);
  });

  await report.check('its steps can be read with their results', async () => {
    const steps = bodyOf<Step[]>(await call(`/v1/tasks/${done?.task_uuid}/workflow_steps`));
    assert.deepEqual([...new Set(steps.map((step) => step.current_state))], ['complete']);
    const account = steps.find((step) => step.name === 'create_user_account');
    assert.equal(account?.results.result.email, 'ada@example.com');
    const last = bodyOf<Step>(await call(`/v1/tasks/${done?.task_uuid}/workflow_steps/update_user_status`));
    assert.equal(last.results.result.status, 'active');
  });

  await report.check('the same request again is a conflict that names the task', async () => {
    const again = await post('ada@example.com');
    assert.equal(again.status, 409, again.text);
    assert.equal(bodyOf<{ error: { task_uuid: string } }>(again).error.task_uuid, done?.task_uuid);
  });

  await report.check('input that breaks the schema is refused with every violation', async () => {
    const refused = await post('x', { context: { user_info: { name: '', plan: 'gold' } } });
    assert.equal(refused.status, 400, refused.text);
    const { details } = bodyOf<{ error: { details: { path: string }[] } }>(refused).error;
    const paths = details.map((each) => each.path.split('/').at(-1)).sort();
    assert.deepEqual(paths, ['email', 'name', 'plan']);
  });

  await report.check('a task can be cancelled', async () => {
    const { task_uuid } = bodyOf<TaskResponse>(await post('grace@example.com'));
    const cancelled = await call(`/v1/tasks/${task_uuid}`, { method: 'DELETE' });
    assert.equal(cancelled.status, 200, cancelled.text);
    assert.equal(bodyOf<TaskResponse>(cancelled).status, 'cancelled');
  });

  await report.check('the API knows its templates, and what it does not know is 404', async () => {
    const templates = bodyOf<{ templates: { name: string }[] }>(await call('/v1/templates'));
    assert.ok(templates.templates.some((each) => each.name === TASK.name));
    assert.equal((await call('/v1/tasks/00000000-0000-4000-8000-000000000000')).status, 404);
  });
}

/** Tasks through the client, which talks to Step Functions itself. */
export async function checkClient(report: Report, client: TaskerClient): Promise<void> {
  await report.check('a task that the client creates runs to its end', async () => {
    const created = await client.createTask({ ...TASK, context: contextFor('alan@example.com') });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: MINUTE });
    assert.equal(task.status, 'complete');
    const steps = await client.listTaskSteps(task.task_uuid);
    assert.deepEqual(
      steps.map((step) => [step.name, step.attempts]),
      steps.map((step) => [step.name, 1]),
    );
  });

  await report.check('the client tells a duplicate and the task that it repeats', async () => {
    const task = { ...TASK, context: contextFor('alan@example.com') };
    await assert.rejects(client.createTask(task), (error: unknown) => {
      assert.ok(error instanceof TaskerClientError);
      assert.equal(error.code, 'CONFLICT');
      assert.ok(error.taskId !== undefined);
      return true;
    });
  });

  await report.check('a disposable e-mail address fails the task for good and blocks the rest', async () => {
    const created = await client.createTask({ ...TASK, context: contextFor('bob@mailinator.com') });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: MINUTE });
    assert.equal(task.status, 'error');
    assert.equal(task.failed_steps, 1);
    assert.equal(task.completed_steps, 0);
    const failed = await client.getStep(task.task_uuid, 'create_user_account');
    assert.equal(failed.results?.metadata.error_code, 'BLOCKED_EMAIL_DOMAIN');
    // One on AWS. MiniStack passes on an error's message but not its name, so the machine cannot tell that this one is
    // permanent and uses up the attempts.
    assert.ok(failed.attempts >= 1 && failed.attempts <= 3, `${failed.attempts} attempts`);
  });

  await report.check('the client lists tasks by their state', async () => {
    const { tasks } = await client.listTasks({ ...TASK, status: 'error' });
    assert.deepEqual([...new Set(tasks.map((task) => task.status))], ['error']);
  });
}

/** The dead letter of the failed task. */
export async function checkDeadLetters(report: Report, emulator: Emulator, queueUrl: string): Promise<void> {
  await report.check('the failed task lies in the dead-letter queue, with its request and what failed', async () => {
    const { pathname } = new URL(queueUrl);
    const answer = await send(
      {
        url: emulator.endpoint + pathname,
        service: 'sqs',
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
        body: JSON.stringify({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      },
      emulator.ca,
    );
    assert.equal(answer.status, 200, answer.text);
    const { Messages = [] } = bodyOf<{ Messages?: { Body: string }[] }>(answer);
    const letters = Messages.map(({ Body }) => JSON.parse(Body) as { status: string; input: string; cause: string });
    // The cancelled one, too.
    assert.deepEqual(letters.map(({ status }) => status).sort(), ['ABORTED', 'FAILED'], answer.text);
    const letter = letters.find(({ status }) => status === 'FAILED');
    assert.ok(letter !== undefined);
    assert.deepEqual((JSON.parse(letter.input) as { context: object }).context, contextFor('bob@mailinator.com'));
    const { failed, blocked } = JSON.parse(letter.cause) as { failed: { step: string }[]; blocked: string[] };
    assert.deepEqual(
      failed.map((each) => each.step),
      ['create_user_account'],
    );
    assert.equal(blocked.length, 4);
  });
}

/** A result that does not fit a state travels by way of the bucket, under the functions' own permissions. */
export async function checkParking(
  report: Report,
  emulator: Emulator,
  bucket: string,
  client: TaskerClient,
): Promise<void> {
  const s3 = new S3Client({ ...emulator.connection, forcePathStyle: true });
  await report.check('a result that is too large is parked in the bucket, and later steps read it there', async () => {
    const context = contextFor('large@example.com', { preferences: { notes: 'x'.repeat(60_000) } });
    const created = await client.createTask({ ...TASK, context });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: MINUTE });
    assert.equal(task.status, 'complete');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    const keys = Contents.map((each) => each.Key);
    assert.deepEqual(keys, [`microservices-user_registration-1_0_0/${task.task_uuid}/initialize_preferences.json`]);
  });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
}

interface Step {
  readonly name: string;
  readonly current_state: string;
  readonly results: { readonly result: Readonly<Record<string, unknown>> };
}

function requestFor(email: string, more: object): string {
  const request = { ...TASK, initiator: 'test', source_system: 'test', reason: 'test', context: contextFor(email) };
  return JSON.stringify({ ...request, ...more });
}

function contextFor(email: string, more: object = {}) {
  return { user_info: { email, name: 'Test', plan: 'pro', ...more } };
}

function bodyOf<T>({ text }: Answer): T {
  return JSON.parse(text) as T;
}
