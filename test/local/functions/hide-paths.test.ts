import { expect, it } from 'vitest';
import { hidePaths } from '../../../lib/local/functions/hide-paths.ts';

it.each([
  ['    at f (file:///home/ada/shop/lambdas/pay.ts:3:9)', '    at f (/var/task/lambdas/pay.ts:3:9)'],
  ['    at /home/ada/shop/lambdas/pay.ts:3:9', '    at /var/task/lambdas/pay.ts:3:9'],
  ['    at f (/opt/node/lib/tool.js:1:1)', '    at f (/var/task/tool.js:1:1)'],
  ['    at f (/opt/node_modules/tool/lib/a.js:1:1)', '    at f (/var/task/node_modules/tool/lib/a.js:1:1)'],
  ['    at async node:internal/process/task_queues:95:5', '    at async node:internal/process/task_queues:95:5'],
  ["ENOENT: no such file, open '/home/ada/shop/key'", "ENOENT: no such file, open '/var/task/key'"],
  ['at https://api.example/v1/pay:8 and 10/2', 'at https://api.example/v1/pay:8 and 10/2'],
])('%s', (text, shown) => {
  expect(hidePaths(text, '/home/ada/shop')).toBe(shown);
});

it.each([
  ['    at f (/home/ada/bücher & co/lambdas/pay.ts:3:9)', '    at f (/var/task/lambdas/pay.ts:3:9)'],
  ['    at f (file:///home/ada/b%C3%BCcher%20&%20co/a.mjs:3:9)', '    at f (/var/task/a.mjs:3:9)'],
  [
    '{"trace":["  File \\"/home/ada/b\\u00fccher & co/pay.py\\", line 9"]}',
    '{"trace":["  File \\"/var/task/pay.py\\", line 9"]}',
  ],
])('%s, in a folder of an unusual name', (text, shown) => {
  expect(hidePaths(text, '/home/ada/bücher & co')).toBe(shown);
});
