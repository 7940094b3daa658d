import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
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
    const io = fakeIo({ cwd: project(files), env });
    const done = cli(['local', '--port', '0', '--lambda-port', '0'], io);
    onTestFinished(async () => {
      io.interrupt();
      await done;
    });
    await expect.poll(() => io.out(), { timeout: 30_000 }).toContain('Ctrl-C');
    const sfn = sfnAt(/^Step Functions +(\S+)/m.exec(io.out())?.[1] ?? '');
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-pay-1_0_0';
    const { executionArn } = await sfn.startExecution({ stateMachineArn, input: '{"context": {}}' });
    expect((await ended(sfn, executionArn)).status).toBe('FAILED');
    expect(io.err()).toContain('charge threw at shared/bank.ts:5:11\n');
    const history = JSON.stringify(await sfn.getExecutionHistory({ executionArn }));
    expect(history).not.toContain(io.cwd);
  });
});
