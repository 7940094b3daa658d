import { describe, expect, it } from 'vitest';
import { followTask } from '../../../lib/cli/task/follow-task.ts';
import { TaskerClient } from '../../../lib/client/index.ts';
import { diamond } from '../../client/machines.ts';
import { handlerError, HistoryBuilder } from '../../client/make-history.ts';
import { FakeStepFunctions } from '../../support/fake-sfn.ts';
import { fakeIo } from '../fake-io.ts';

/** A task of which something happens whenever the client sleeps, by the time that has passed, in ms. */
async function startTask(happen: (time: number, sfn: FakeStepFunctions, arn: string) => void) {
  const sfn = new FakeStepFunctions();
  const stateMachineArn = sfn.deploy('shop-diamond-1_0_0', diamond());
  let time = 0;
  let arn = '';
  const client = new TaskerClient({
    sfn,
    templates: [{ namespace: 'shop', name: 'diamond', version: '1.0.0', stateMachineArn }],
    now: () => time,
    sleep: async (ms) => happen((time += ms), sfn, arn),
  });
  const task = await client.createTask({ namespace: 'shop', name: 'diamond' });
  arn = task.execution_arn;
  return { client, id: task.task_uuid, sfn, arn };
}

describe('followTask', () => {
  it('tells once what has become of each step', async () => {
    const history = new HistoryBuilder();
    const line = history.line(0).started().entered('Task', 'first').scheduled();
    const { client, id } = await startTask((time, sfn, arn) => {
      if (time === 500)
        line.failed('RetryableError', handlerError('RetryableError', { step: 'first', message: 'busy' }));
      if (time === 1_250) line.scheduled();
      sfn.record(arn, { events: [...history.events] });
      if (time < 3_000) return;
      line.after(2).succeeded({}).exited('Task', 'first');
      sfn.record(arn, { events: [...history.events], status: 'ABORTED', stopDate: new Date(5_000) });
    });
    const io = fakeIo();
    expect(await followTask(client, id, io)).toMatchObject({ status: 'cancelled' });
    expect(io.err().split('\n')).toEqual([
      expect.stringMatching(/^first {2}waiting_for_retry {2}1 of 3 {2}.*busy$/),
      expect.stringMatching(/^first {2}in_progress {2}2 of 3 {2}.*busy$/),
      'first  complete  2 of 3  2 s',
      'left  cancelled',
      'right  cancelled',
      'last  cancelled',
      '',
    ]);
  });

  it('waits for a task that Step Functions does not find at once', async () => {
    const started = await startTask((time, sfn, arn) => {
      const status = time > 2_000 ? ({ status: 'SUCCEEDED', stopDate: new Date(time) } as const) : {};
      if (time > 1_000) sfn.executions.set(...execution);
      if (time > 1_000) sfn.record(arn, status);
    });
    const { client, id, sfn } = started;
    const execution = [...sfn.executions.entries()][0]!;
    sfn.executions.clear();
    expect(await followTask(client, id, fakeIo())).toMatchObject({ status: 'complete' });
  });

  it('gives up on a task that is never found', async () => {
    const { client, id, sfn } = await startTask(() => {});
    sfn.executions.clear();
    await expect(followTask(client, id, fakeIo())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends with nothing when the user interrupts', async () => {
    const io = fakeIo();
    const { client, id, sfn } = await startTask((time) => {
      if (time > 1_000) io.interrupt();
    });
    expect(await followTask(client, id, io)).toBeUndefined();
    expect(sfn.count('stopExecution')).toBe(0);
  });

  it('passes on what else goes wrong', async () => {
    const { client, id, sfn } = await startTask(() => {});
    sfn.failOn('getExecutionHistory', 'AccessDeniedException');
    await expect(followTask(client, id, fakeIo())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
