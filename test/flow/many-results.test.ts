import { describe, expect, it } from 'vitest';
import { bindMachines } from '../../lib/asl/child-machines.ts';
import { localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { LEAST_REQUEST_BYTES } from '../../lib/contract/limits.ts';
import { compileTemplate, type CompiledWorkflow } from '../../lib/compile.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Sync } from '../../lib/plan/workflow-plan.ts';
import { lambdaInvoker, startExecution, virtualClock } from '../../lib/local/index.ts';
import { createStepFunction, defineHandler, memoryResultStore, type ResultStore } from '../../lib/runtime/index.ts';

/** Steps that all follow the first one. Long names, so that few of them fill a state. */
function star(count: number, chars: number): string {
  const handler = { callable: 'Same' };
  const name = (index: number) => `step_${index}`.padEnd(chars, 'x');
  const steps = Array.from({ length: count }, (_, index) => ({
    name: name(index),
    handler,
    ...(index > 0 && { dependencies: [name(0)] }),
  }));
  return JSON.stringify({ name: 'star', namespace_name: 'test', version: '1.0.0', steps });
}

const compile = (text: string) => compileTemplate(text, { file: 'star.yaml' });

const told = (code: string, count: number, chars: number) =>
  compile(star(count, chars)).diagnostics.find((each) => each.code === code);

/** The largest star of which a diagnostic does not tell. Of a star with too many steps it says about how many fit. */
function largest(code: string, chars: number, tooMany: number): number {
  const [, about = ''] = /([\d,]+) (?:steps|would) fit\./.exec(told(code, tooMany, chars)?.message ?? '') ?? [];
  expect(about).not.toBe('');
  let most = Number(about.replace(',', ''));
  while (told(code, most, chars) !== undefined) most--;
  while (told(code, most + 1, chars) === undefined) most++;
  return most;
}

/** Parks results where names of buckets are as long as they may be. */
function farStore(): ResultStore {
  const near = memoryResultStore();
  const prefix = `s3://${'b'.repeat(63)}/`;
  return {
    put: async (key, json) => (await near.put(key, json)).replace('memory:', prefix),
    get: (uri) => near.get(uri.replace(prefix, 'memory:')),
    find: (key) => near.find(key),
  };
}

/** The largest request that every template takes which compiles. */
const REQUEST = { context: { text: 'x'.repeat(LEAST_REQUEST_BYTES - '{"context":{"text":""}}'.length) } };

function run(workflow: CompiledWorkflow, result: JsonObject, input: JsonObject = { context: {} }) {
  const clock = virtualClock();
  const handler = defineHandler('Same', {}, () => result);
  const functions = new Map(
    workflow.functions.map(({ key }) => [
      localFunctionArn(key),
      createStepFunction(handler, { logger: () => {}, results: farStore() }),
    ]),
  );
  const invoke = lambdaInvoker((arn) => functions.get(arn), clock);
  const name = 'n'.repeat(80);
  return startExecution({ ...bindMachines(workflow), invoke, clock, name, input }).finished;
}

describe('as many steps as fit one state', () => {
  it('are fewer where branches receive copies of what others left', () => {
    const grid = (steps: number) =>
      Array.from({ length: steps }, (_, step) => ({
        name: `step_${step}`,
        handler: { callable: 'Same' },
        dependencies: [step - 15, ...(step % 15 === 0 ? [] : [step - 1])]
          .filter((other) => other >= 0)
          .map((other) => `step_${other}`),
      }));
    const compiled = (steps: number, sync: Sync) =>
      compileTemplate(JSON.stringify({ name: 'grid', namespace_name: 'test', version: '1.0.0', steps: grid(steps) }), {
        file: 'grid.yaml',
        sync,
      });
    expect(compiled(600, 'barriers').value).toBeDefined();
    expect(compiled(150, 'exact').value).toBeDefined();
    const { value, diagnostics } = compiled(900, 'exact');
    expect(value).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'too-many-copies',
        message: expect.stringMatching(/^With exact sync, [\d,]+ copies of what 900 steps leave/),
      },
    ]);
  });

  it('complete where they return nothing, and one more is refused with their number', async () => {
    const most = largest('too-many-steps', 240, 600);
    const refused = compile(star(most + 1, 240));
    expect(refused.value).toBeUndefined();
    expect(refused.diagnostics.map(({ message }) => message).join()).toContain(`, ${most} steps fit.`);
    const { status, cause } = await run(compile(star(most, 240)).value!, {}, REQUEST);
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
  }, 60_000);

  it('complete where all return much, and of one more it is told', async () => {
    const most = largest('too-many-large-results', 240, 300);
    const warning = told('too-many-large-results', most + 1, 240);
    expect(warning?.severity).toBe('warning');
    expect(warning?.message).toContain(`the references to ${most} would fit.`);
    const { status, cause } = await run(compile(star(most, 240)).value!, { much: 'x'.repeat(5_000) });
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
  }, 60_000);

  it('are 1,400 of a star that return little', async () => {
    const { value } = compile(star(1_400, 9));
    const { status, cause, output } = await run(value!, { id: 123_456, ok: true, note: 'as it should be' });
    expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
    expect(Object.keys(JSON.parse(output ?? '{}') as object)).toHaveLength(1_400);
  }, 60_000);
});
