import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';
import { send } from './signed-request.ts';

const TASK = { namespace: 'deploy', name: 'mended', version: '1.0.0' } as const;
const root = resolve(import.meta.dirname, '../..');
const bank = join(root, '.venv/deploy/bank-is-open');
const args = ['-c', 'templates=test/deploy/mended/templates', '-c', 'handlers=test/deploy/mended/handlers'] as const;
const RULE = 'charges';

/** An operator's night: a task fails, is found in the queue, and goes on once its cause is gone. A rule of EventBridge hears of it all. */
export async function checkRepair(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  const events = (operation: string, input: object) => call(emulator, 'events', `AWSEvents.${operation}`, input);
  const sqs = (operation: string, input: object) => call(emulator, 'sqs', `AmazonSQS.${operation}`, input);
  let [queueUrl, bus, id] = ['', '', ''];
  rmSync(bank, { force: true });

  await report.check('a workflow that publishes events can be deployed, with a bus, and a rule on that', async () => {
    bus = (await deploy(emulator, 'Mended', ...args)).find('WorkflowEventBusName');
    queueUrl = String((await sqs('CreateQueue', { QueueName: RULE })).QueueUrl);
    const pattern = { source: ['tasker.deploy'], 'detail-type': ['charge.refused', 'charge.done'] };
    await events('PutRule', { Name: RULE, EventBusName: bus, EventPattern: JSON.stringify(pattern) });
    const target = { Id: 'queue', Arn: `arn:aws:sqs:us-east-1:000000000000:${RULE}` };
    await events('PutTargets', { Rule: RULE, EventBusName: bus, Targets: [target] });
  });
  await report.check('a task that fails is a dead letter that says how to repair it', async () => {
    const created = await client.createTask({ ...TASK, context: { bank } });
    id = created.task_uuid;
    assert.equal((await client.waitForTask(id, { timeoutMs: 60_000 })).status, 'error');
    const letter = (await client.listDeadLetters()).find(({ task_uuid }) => task_uuid === id);
    assert.equal(letter?.resolution_status, 'pending', JSON.stringify(letter));
    assert.deepEqual(
      letter.task_snapshot.failed_steps.map(({ step }) => step),
      ['charge'],
    );
    assert.deepEqual(letter.task_snapshot.blocked_steps, ['ship']);
    assert.ok(letter.task_snapshot.repair.some((command) => command.includes('task retry')));
  });
  await report.check('it is repaired and completes under its id, and its dead letter is resolved', async () => {
    writeFileSync(bank, '');
    await client.resetStep(id, 'charge', { by: 'the test', reason: 'The bank is open.' });
    const task = await client.waitForTask(id, { timeoutMs: 60_000 });
    assert.deepEqual([task.task_uuid, task.status], [id, 'complete'], JSON.stringify(task));
    assert.deepEqual((await client.getStep(id, 'ship')).results?.result, { paid: { payment_id: 'pay_7' } });
    assert.equal((await client.getDeadLetter(id)).resolution_status, 'manually_resolved');
  });
  await report.check('the rule receives what the steps published, each event under one id', async () => {
    const received = await receiveEvents((input) => sqs('ReceiveMessage', { QueueUrl: queueUrl, ...input }), 2);
    // MiniStack keeps an error's name from the machine, which takes the refusal for a crash and lets the function publish it again.
    // AWS passes it on. Either way the event has one id, by which consumers drop what they have.
    const events = [...new Map(received.map((event) => [event.detail.event_id, event])).values()];
    assert.deepEqual(events.map((event) => event['detail-type']).sort(), ['charge.done', 'charge.refused']);
    for (const { source, detail } of events) {
      assert.equal(source, 'tasker.deploy');
      assert.equal(detail.metadata.task_uuid, id);
    }
  });
  await report.check('it can be destroyed', async () => {
    await events('RemoveTargets', { Rule: RULE, EventBusName: bus, Ids: ['queue'] });
    await events('DeleteRule', { Name: RULE, EventBusName: bus });
    await sqs('DeleteQueue', { QueueUrl: queueUrl });
    await cdk(emulator, 'destroy', 'Mended', '--force', ...args);
  });
}

interface ReceivedEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly event_id: string; readonly metadata: { readonly task_uuid: string } };
}

/** All that comes to a queue until there are so many, and a moment longer, in which doubles would come. */
async function receiveEvents(
  receive: (input: object) => Promise<Readonly<Record<string, unknown>>>,
  count: number,
): Promise<readonly ReceivedEvent[]> {
  const received: ReceivedEvent[] = [];
  const deadline = Date.now() + 20_000;
  for (let isLast = false; !isLast;) {
    isLast = received.length >= count || Date.now() > deadline;
    if (isLast) await sleep(1000);
    const { Messages = [] } = await receive({ MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    received.push(...(Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body) as ReceivedEvent));
  }
  return received;
}

/** Calls a service whose protocol is JSON. */
async function call(
  emulator: Emulator,
  service: string,
  target: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  const request = { url: `${emulator.endpoint}/`, service, method: 'POST', headers, body: JSON.stringify(input) };
  const { status, text } = await send(request, emulator.ca);
  const answer = JSON.parse(text || '{}') as Readonly<Record<string, unknown>>;
  assert.ok(status === 200 && (answer.FailedEntryCount ?? 0) === 0, `${target}: ${status} ${text}`);
  return answer;
}
