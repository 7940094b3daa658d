import { expect, it } from 'vitest';
import { TaskerClient } from '../../../lib/client/index.ts';
import { defineHandler, RetryableError } from '../../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../../support/engine-sfn.ts';

const template = `
name: order
namespace_name: shop
version: 1.0.0
lifecycle: { max_duration_minutes: 1 }
steps:
  - { name: charge, handler: { callable: Charge }, retry: { max_attempts: 5 } }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

it('a task that takes longer than its template allows is timed out, a dead letter, and can be repaired', async () => {
  let isOpen = false;
  const sfn = new EngineStepFunctions({
    Charge: defineHandler('Charge', {}, async () => {
      if (!isOpen) throw new RetryableError('The bank is closed.', { retry_after: 90 });
      return { paid: true };
    }),
    Ship: defineHandler('Ship', {}, async () => ({ parcel: 1 })),
  });
  sfn.deployTemplate(template);
  const client = new TaskerClient({ sfn, sleep: async () => {} });
  const { task_uuid: id } = await client.createTask({ namespace: 'shop', name: 'order' });

  const late = await client.getTask(id);
  expect(late).toMatchObject({ status: 'error', runs: [{ status: 'TIMED_OUT' }] });
  expect(late.failure!.message).toContain('max_duration_minutes');
  const letter = await client.getDeadLetter(id);
  expect(letter).toMatchObject({ dlq_reason: 'staleness_timeout', resolution_status: 'pending' });
  expect(letter.task_snapshot.repair).toEqual(expect.arrayContaining([expect.stringContaining(`task retry ${id}`)]));

  isOpen = true;
  await client.resetStep(id, 'charge', { by: 'ada', reason: 'The bank is open.' });
  expect(await client.waitForTask(id)).toMatchObject({ task_uuid: id, status: 'complete', completed_steps: 2 });
  expect((await client.getDeadLetter(id)).resolution_status).toBe('manually_resolved');
});
