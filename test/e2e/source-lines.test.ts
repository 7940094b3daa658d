import { describe, expect, it } from 'vitest';
import type { StepResponse } from '../../lib/client/index.ts';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { serveProject } from '../cli/serve-project.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

const TEMPLATE = `
name: pay
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: Charge }, retry: { max_attempts: 1 } }
`;
/** The error is thrown in a file that the handler imports, and that has a comment for esbuild to take out. */
const files = {
  'templates/pay.yaml': TEMPLATE,
  'lambdas/charge.ts': `import { StepHandler, type StepContext } from 'tasker-sfn/runtime';
import { pay } from '../shared/bank.ts';

export class Charge extends StepHandler {
  static override handlerName = 'Charge';

  async call(context: StepContext) {
    return this.success({ paid: pay(context.retryCount) });
  }
}
`,
  'templates/refund.yaml': TEMPLATE.replace('name: pay', 'name: refund').replace(
    'callable: Charge',
    'callable: RefundRight',
  ),
  'lambdas/shop/refund-right-handler.ts': `import { StepHandler, type StepContext } from 'tasker-sfn/runtime';
import { Till } from './till.ts';

export class RefundRightHandler extends StepHandler {
  static override handlerName = 'RefundRight';
  static readonly till = new Till();

  async call(context: StepContext) {
    const amount = await RefundRightHandler.till.giveBack(context.retryCount);
    return this.success({ amount });
  }
}
`,
  'lambdas/shop/till.ts': `export class Till {
  async giveBack(amount: number) {
    await Promise.resolve();
    return check(amount);
  }
}

function check(amount: number): number {
  if (amount < 1) throw new RangeError('The till is empty.');
  return amount;
}
`,
  'shared/bank.ts': `/** A bank
 * that is closed. */
export function pay(amount: number): number {
  if (amount < 1) {
    throw new RangeError('Nothing to pay.');
  }
  return amount;
}
`,
  'node_modules/.keep': '',
};

const env = { PATH: process.env['PATH'] ?? '' };

describe('an error of a handler', () => {
  it('names the line of its source in run', async () => {
    const io = fakeIo({ cwd: project(files), env });
    expect(await cli(['run', 'templates/pay.yaml'], io)).toBe(1);
    expect(io.err()).toMatch(/charge {2}threw at shared\/bank\.ts:5:11\n/);
  });

  it('names the line of its source in local, and keeps paths from callers', async () => {
    const { io, url } = await serveProject(project(files));
    const sfn = sfnAt(url);
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-pay-1_0_0';
    const { executionArn } = await sfn.startExecution({ stateMachineArn, input: '{"context": {}}' });
    expect((await ended(sfn, executionArn)).status).toBe('FAILED');
    expect(io.err()).toContain('charge threw at shared/bank.ts:5:11\n');
    const history = JSON.stringify(await sfn.getExecutionHistory({ executionArn }));
    expect(history).not.toContain(io.cwd);
  });

  it('has the names of classes and functions in task step and REST, and nothing of what called them', async () => {
    const { io, url } = await serveProject(project(files));
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-refund-1_0_0';
    const sfn = sfnAt(url);
    const { executionArn } = await sfn.startExecution({ stateMachineArn, name: 't1', input: '{"context": {}}' });
    await ended(sfn, executionArn);

    const shown = fakeIo({ cwd: io.cwd, env });
    await cli(['task', 'step', 't1', 'charge', '--endpoint', url], shown);
    const frames = [
      'at check (lambdas/shop/till.ts:9:25)',
      'at Till.giveBack (lambdas/shop/till.ts:4:12)',
      'at async RefundRightHandler.call (lambdas/shop/refund-right-handler.ts:9:20)',
    ];
    expect(
      shown
        .out()
        .match(/^ {2}at .*$/gm)
        ?.map((line) => line.trim()),
    ).toEqual(frames);

    const answer = await fetch(`${url}/v1/tasks/t1/workflow_steps`);
    const [step] = (await answer.json()) as readonly StepResponse[];
    const { stack } = step!.attempt_history.at(-1)!.error!;
    expect(stack?.split('\n').map((line) => line.trim().replace('/var/task/', ''))).toEqual(frames);
  });
});
