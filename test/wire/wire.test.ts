import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { PARKED } from '../../lib/contract/parked-result.ts';
import { WIRE_VERSION } from '../../lib/contract/step-event.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { createStepFunction } from '../../lib/runtime/index.ts';
import { handlerOf, record, type WireCase } from './record.ts';
import { scenarios } from './scenarios.ts';

const schemas = join(import.meta.dirname, '../../lib/contract/wire');
const ajv = new Ajv2020({ strict: false });
const names = readdirSync(schemas).map((file) => file.replace('.schema.json', ''));
for (const name of names)
  ajv.addSchema(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object, name);

function problemsOf(schema: string, value: unknown): readonly string[] {
  const check = ajv.getSchema(schema);
  if (check === undefined) throw new Error(`There is no schema "${schema}".`);
  return check(value)
    ? []
    : (check.errors ?? []).map(({ instancePath, message }) => `${schema}: ${instancePath} ${message ?? ''}`);
}

describe.each(scenarios)('the wire of $name', (scenario) => {
  it('is what the compiler emits and the runtime answers, as recorded for all languages', async () => {
    const cases = await record(scenario);
    expect(cases.length).toBeGreaterThan(0);
    await expect(`${JSON.stringify(sorted(cases), null, 2)}\n`).toMatchFileSnapshot(`cases/${scenario.name}.json`);
  });

  it('keeps to the schemas', async () => {
    for (const each of await record(scenario)) expect(problemsIn(each)).toEqual([]);
  });
});

/** The order of members says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

function problemsIn({ event, answer, stored }: WireCase): readonly string[] {
  const result = 'reply' in answer ? (answer.reply as JsonObject)['result'] : undefined;
  const kept = Object.entries(stored).filter(([key]) => key.endsWith('/checkpoint.json'));
  return [
    ...problemsOf('unanswered' in (event as JsonObject) ? 'unanswered-run' : 'step-event', event),
    ...kept.flatMap(([, value]) => problemsOf('kept-checkpoint', value)),
    ...('reply' in answer
      ? problemsOf('step-reply', answer.reply)
      : problemsOf(answer.error === 'CheckpointYield' ? 'checkpoint-progress' : 'error-details', answer.details)),
    ...(isJsonObject(result) && PARKED in result ? problemsOf('parked-result', result) : []),
  ];
}

describe('the cases', () => {
  it('are those of the scenarios', () => {
    const files = readdirSync(join(import.meta.dirname, 'cases')).sort();
    expect(files).toEqual(scenarios.map(({ name }) => `${name}.json`).sort());
  });

  it('show every outcome that there is', async () => {
    const cases = (await Promise.all(scenarios.map(record))).flat();
    const errors = new Set(cases.flatMap(({ answer }) => ('error' in answer ? [answer.error] : [])));
    expect([...errors].sort()).toEqual([
      'AttemptsExhaustedError',
      'CheckpointYield',
      'PermanentError',
      'RetryAfterError',
    ]);
    const replies = cases.flatMap(({ answer }) => ('reply' in answer ? [answer.reply as JsonObject] : []));
    for (const member of ['result', 'activate', 'batches']) expect(replies.some((reply) => member in reply)).toBe(true);
    // The request lies among what steps have left.
    const left = cases.map(({ event }) => ((event as JsonObject)['data'] as JsonObject)['steps']);
    expect(left.some((steps) => isJsonObject(steps) && 'context' in steps)).toBe(true);
    // After a redrive what is done answers again, without its handler.
    expect(cases.some(({ runs, answer }) => runs.length === 0 && 'reply' in answer)).toBe(true);
  });
});

it('a runtime fails with a sentence at a version that it does not know', async () => {
  const [first] = await record(scenarios[0]!);
  const event = structuredClone(first!.event) as { task: { wire: number } };
  event.task.wire = WIRE_VERSION + 1;
  const handle = createStepFunction(handlerOf('Wire::first', () => ({ tells: true })));
  await expect(handle(event)).rejects.toThrow(
    `The state machine speaks version ${WIRE_VERSION + 1} of the step event, and this function version ${WIRE_VERSION}. Deploy both with the same version of tasker-sfn.`,
  );
});
