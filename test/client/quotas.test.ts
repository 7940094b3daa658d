import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../lib/api/index.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { StepHandler } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';
import { TokenBuckets } from '../support/token-buckets.ts';

class Work extends StepHandler {
  static override handlerName = 'Work';
  call() {
    return Promise.resolve(this.success({ done: true }));
  }
}

const template = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - name: work
    handler: { callable: Work }
`;
const identity = { namespace: 'shop', name: 'order', version: '1.0.0' };
const TASKS = 320;

let sfn: EngineStepFunctions;
let buckets: TokenBuckets;
let ids: string[];

/** A client as a new process has it: it remembers nothing. */
function connect(): TaskerClient {
  return new TaskerClient({
    sfn: buckets.before(sfn),
    now: () => buckets.now,
    sleep: async (ms) => void (buckets.now += ms),
    random: () => 1,
  });
}

beforeAll(async () => {
  sfn = new EngineStepFunctions({ Work });
  sfn.deployTemplate(template);
  // Some time after the deployment, so that AWS surely starts what was deployed.
  sfn.time += 3_600;
  buckets = new TokenBuckets();
  const client = connect();
  ids = [];
  for (let n = 0; n < TASKS; n++) ids.push((await client.createTask({ ...identity, context: { n } })).task_uuid);
});

beforeEach(() => {
  buckets = new TokenBuckets();
  sfn.calls.length = 0;
});

describe('within the quotas of AWS', () => {
  it('lists pages of a hundred, and asks for a definition once', async () => {
    const client = connect();
    for (let page = 1; page <= 3; page++) {
      const { tasks } = await client.listTasks({ page, per_page: 100 });
      expect(tasks).toHaveLength(100);
      expect(tasks.every((task) => task.status === 'complete' && task.completed_steps === 1)).toBe(true);
    }
    expect(sfn.count('describeStateMachineForExecution')).toBe(1);
    expect(sfn.count('describeExecution')).toBe(300);
  });

  it('asks nothing more of tasks that it knows have ended', async () => {
    const client = connect();
    const first = await client.listTasks({ per_page: 100 });
    sfn.calls.length = 0;
    for (let again = 0; again < 10; again++) expect(await client.listTasks({ per_page: 100 })).toEqual(first);
    expect(new Set(sfn.calls.map((call) => call.name))).toEqual(new Set(['listExecutions']));
    expect(buckets.refused).toBe(0);
  });

  it('reads a task by id at the cost of one call, once it has ended and the machines are known', async () => {
    const client = connect();
    const task = await client.getTask(ids[0]!);
    sfn.calls.length = 0;
    expect(await client.getTask(ids[0]!)).toEqual(task);
    expect(sfn.calls.map((call) => call.name)).toEqual(['describeExecution']);
  });

  it('asks for no list of machines where the ARN of the execution is given', async () => {
    const [arn] = sfn.executions.keys();
    await connect().getTask(arn!);
    expect(sfn.count('listStateMachines')).toBe(0);
  });

  it('waits for tokens where there are none', async () => {
    const client = connect();
    buckets.empty('describeExecution');
    buckets.empty('getExecutionHistory');
    expect(await client.getTask(ids[1]!)).toMatchObject({ status: 'complete' });
    expect(buckets.refused).toBeGreaterThan(0);
  });

  it('gives up at last, and says when to come again', async () => {
    const client = connect();
    buckets.isFilling = false;
    buckets.empty('describeExecution');
    await expect(client.getTask(ids[1]!)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      recoverable: true,
      retryAfterSeconds: 5,
      cause: { name: 'ThrottlingException' },
    });
    expect(buckets.refused).toBe(6);
    expect(buckets.now).toBeLessThan(29_000);

    const api = createApi({ client, templates: [], log: () => {} });
    const answer = await api.request(`/v1/tasks/${ids[1]!}`);
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
  });
});
