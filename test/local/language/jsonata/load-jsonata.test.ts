import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import type { StateMachine } from '../../../../lib/states-language/types.ts';
import { startExecution, validateDefinition, virtualClock } from '../../../../lib/local/index.ts';

const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('/jsonata/'));

async function run(definition: StateMachine) {
  expect(validateDefinition(JSON.stringify(definition))).toEqual([]);
  return startExecution({ definition, input: {}, clock: virtualClock(), invoke: async () => null }).finished;
}

it('a machine in JSONPath does not load the library; one in JSONata does', async () => {
  const state = { Type: 'Pass', Assign: { x: 1 }, End: true } as const;
  expect((await run({ StartAt: 'S', States: { S: state } })).status).toBe('SUCCEEDED');
  expect(loaded()).toBe(false);
  const { output } = await run({
    StartAt: 'S',
    States: { S: { ...state, QueryLanguage: 'JSONata', Output: '{% 1 %}' } },
  });
  expect(output).toBe('1');
  expect(loaded()).toBe(true);
});
