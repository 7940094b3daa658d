import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StepEvent } from '../../lib/contract/step-event.ts';

/** Milliseconds of a process of Node that loads a bundle and calls its handler once, as a cold start does. */
export function timeFirstCall(bundle: string): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [callerOf(bundle)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begun;
}

function callerOf(bundle: string): string {
  const caller = join(dirname(bundle), 'call.mjs');
  if (!existsSync(caller)) {
    writeFileSync(
      caller,
      `import { handler } from ${JSON.stringify(bundle)};\nawait handler(${JSON.stringify(EVENT)}, { awsRequestId: 'bench' });\nprocess.exit(0);\n`,
    );
  }
  return caller;
}

const EVENT: StepEvent = {
  step: { name: 's0', callable: 'Bench::H0' },
  data: { task: { wire: 2, template: ['bench', 'bench', '1.0.0'], budget: { steps: 5, reserved: 4_096 } }, steps: {} },
  execution: {
    Execution: {
      Id: 'arn:aws:states:eu-central-1:111111111111:execution:bench:bench',
      Name: 'bench',
      StartTime: '2026-01-01T00:00:00.000Z',
      Input: { context: { order: { amount: 3 } } },
    },
  },
};
