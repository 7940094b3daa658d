import { expect, it } from 'vitest';
import { defineHandler, logInfo } from '../../lib/runtime/index.ts';
import { runHandler } from '../../lib/testing/index.ts';
import { recordedText } from '../../lib/testing/test-log.ts';
import '../../lib/testing/vitest.ts';

const Greet = defineHandler('Greet', { inputs: { name: 'name' } }, async ({ name }) => {
  logInfo(`Greeting ${String(name)}`);
  return {};
});

it.each(['Ada', 'Grace'])('keeps what handlers log of this test alone: %s', async (name) => {
  expect(recordedText()).toBe('');
  await runHandler(Greet, { context: { name } });
  expect(recordedText()).toContain(`step: INFO Greeting ${name}\n`);
});
