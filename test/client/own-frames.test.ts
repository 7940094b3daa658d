import { expect, it } from 'vitest';
import { ownFrames } from '../../lib/client/view/own-frames.ts';

const OWN = '    at async <anonymous> (/var/task/lambdas/my shop/pay.ts:6:36)';

it('are those up to the last of the user, and not those of what runs functions on this machine', () => {
  const others = [
    '    at async run (/var/task/node_modules/tasker-sfn/lib/runtime/adapter/run-step.ts:33:21)',
    '    at async K.measure (/var/task/tasker-sfn-checkpoints.mjs:1:3450)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at async run ([eval]:68:20)',
  ];
  expect(ownFrames([OWN, ...others])).toEqual([OWN]);
});

it('leave out what some versions of Node put between them after an await', () => {
  const thrown = '    at Till.giveBack (/var/task/lambdas/till.ts:4:12)';
  const queue = '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)';
  expect(ownFrames([thrown, queue, OWN])).toEqual([thrown, OWN]);
});
