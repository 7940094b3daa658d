import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { debuggerEnvironment } from '../support/debugger/environment.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

const LINE = 8;
const files = {
  'templates/add.yaml': `name: add
namespace_name: shop
version: 1.0.0
steps:
  - { name: sum, handler: { callable: Sum }, timeout_seconds: 1, retry: { max_attempts: 1 } }
`,
  'lambdas/sum.ts': `import { StepHandler, type StepContext } from 'tasker-sfn/runtime';

export class Sum extends StepHandler {
  static override handlerName = 'Sum';

  override async call(context: StepContext) {
    const total = context.getInput<number[]>('numbers').reduce((sum, number) => sum + number, 0);
    return this.success({ total });
  }
}
`,
  'node_modules/.keep': '',
};

/** A project, and the environment of a terminal of an editor that debugs: it stops in the handler for longer than the step may take. */
function debugged() {
  const cwd = realpathSync(project(files));
  const file = join(cwd, 'lambdas/sum.ts');
  const out = join(cwd, 'stops.txt');
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...debuggerEnvironment({ file, line: LINE, expression: 'total', pauseMs: 3000, out }),
  };
  const stops = () => readFileSync(out, 'utf8');
  const stop = `${JSON.stringify({ source: pathToFileURL(file).href, line: LINE, value: 3 })}\n`;
  return { cwd, env, stops, stop };
}

const context = { numbers: [1, 2] };

describe('a breakpoint in the TypeScript source of a handler', () => {
  it('is hit in run, and no timeout ends what one looks at', async () => {
    const { cwd, env, stops, stop } = debugged();
    const io = fakeIo({ cwd, env });
    expect(await cli(['run', 'templates/add.yaml', '--context', JSON.stringify(context)], io)).toBe(0);
    expect(stops()).toBe(stop);
  });

  it('is hit in local', async () => {
    const { cwd, env, stops, stop } = debugged();
    const io = fakeIo({ cwd, env });
    const done = cli(['local', '--port', '0', '--lambda-port', '0'], io);
    onTestFinished(async () => {
      io.interrupt();
      await done;
    });
    await expect.poll(() => io.out()).toContain('Ctrl-C');
    const sfn = sfnAt(/^Step Functions +(\S+)/m.exec(io.out())?.[1] ?? '');
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-add-1_0_0';
    const { executionArn } = await sfn.startExecution({ stateMachineArn, input: JSON.stringify({ context }) });
    expect((await ended(sfn, executionArn)).status).toBe('SUCCEEDED');
    expect(stops()).toBe(stop);
  });
});
