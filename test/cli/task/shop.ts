import { localFunctionArn } from '../../../lib/asl/functions/bind-functions.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { compileTemplate } from '../../../lib/compile.ts';
import { deployWorkflow } from '../../../lib/cli/local/deploy-workflow.ts';
import { lambdaInvoker, virtualClock } from '../../../lib/local/index.ts';
import { createStepFunction, defineHandler, PermanentError, type StepContext } from '../../../lib/runtime/index.ts';
import { serveLocally } from '../../support/serve-locally.ts';
import { fakeIo, type FakeIo, type FakeIoOptions } from '../fake-io.ts';
import { ORDER } from '../project.ts';

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A shop whose template `shop/order` is deployed on a served engine. */
export interface Shop {
  readonly url: string;
  /** Runs `tasker-sfn …` with `--endpoint` of the engine. */
  run(argv: readonly string[], options?: FakeIoOptions): Promise<Ran>;
  /** Runs it on streams of its own. */
  runOn(io: FakeIo, argv: readonly string[]): Promise<number>;
}

/** By callable; the task's context tells what goes wrong. */
const behaviours: Readonly<Record<string, (context: StepContext) => unknown>> = {
  'Shop.ReserveHandler': () => ({ reserved: true }),
  'Shop.ChargeHandler': (context) => {
    if (context.getInput('card') === 'stolen') throw new PermanentError('The card\nis stolen', 'CARD');
    return { payment: 'p-1' };
  },
  'Shop.PackHandler': () => ({ parcels: 1 }),
  'Shop.ShipHandler': (context) => (context.getInput('hang') === true ? new Promise(() => {}) : { sent: true }),
};

/** Serves it until the test ends. */
export async function openShop(template = ORDER): Promise<Shop> {
  const { value } = compileTemplate(template, { file: 'order.yaml' });
  if (value === undefined) throw new Error('The template has errors.');
  const clock = virtualClock();
  const functions = new Map(
    value.functions.map(({ key, callable }) => {
      const handler = defineHandler(callable, {}, async ({ context }) => behaviours[callable]!(context));
      return [localFunctionArn(key), createStepFunction(handler, { logger: () => {} })];
    }),
  );
  const results = pathToFileURL(mkdtempSync(join(tmpdir(), 'tasker-sfn-shop-'))).href;
  onTestFinished(() => rmSync(fileURLToPath(results), { recursive: true, force: true }));
  const { url, sfn } = await serveLocally({ clock, invoke: lambdaInvoker((arn) => functions.get(arn), clock) });
  await deployWorkflow(sfn, value, { functionOf: localFunctionArn, results });
  const runOn = (io: FakeIo, argv: readonly string[]) => cli([...argv, '--endpoint', url], io);
  return {
    url,
    runOn,
    async run(argv, options) {
      const io = fakeIo(options);
      const code = await runOn(io, argv);
      return { code, out: io.out(), err: io.err() };
    },
  };
}
