import { expect, it } from 'vitest';
import { ownFrames } from '../../lib/client/view/own-frames.ts';

const OWN = '    at async <anonymous> (/var/task/lambdas/my shop/pay.ts:6:36)';

it('are those up to the last of the user, and not those of what runs functions on this machine', () => {
  const others = [
    '    at async run (/var/task/node_modules/tasker-sfn/lib/runtime/adapter/run-step.ts:33:21)',
    '    at async K.measure (/var/task/tasker-sfn-checkpoints.mjs:1:3450)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at async run ([eval]:68:20)',
    '    at qe (file:///var/task/index.mjs:2:9594)',
    '    at /var/task/index.mjs?v=33bc1adf13be656b:2:10370',
    '    at async Ge (file:///tmp/tasker-sfn-0/c0b9ee95/Shop.Pay/index.mjs?v=33bc1adf13be656b:2:10475)',
  ];
  expect(ownFrames([OWN, ...others])).toEqual([OWN]);
});

it('are all where none can be told from the rest, as without source maps', () => {
  const frames = ['    at pay (file:///var/task/index.mjs:3:549)', '    at qe (file:///var/task/index.mjs:2:9594)'];
  expect(ownFrames(frames)).toEqual(frames);
});

it('leave out what some versions of Node put between them after an await', () => {
  const thrown = '    at Till.giveBack (/var/task/lambdas/till.ts:4:12)';
  const queue = '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)';
  expect(ownFrames([thrown, queue, OWN])).toEqual([thrown, OWN]);
});
