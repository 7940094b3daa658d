import { describe, expect, it } from 'vitest';
import { PatientStepFunctions } from '../../lib/client/aws/patient-step-functions.ts';
import type { StepFunctions } from '../../lib/client/aws/step-functions.ts';
import { translateError } from '../../lib/client/aws/translate-error.ts';
import { readRequest } from '../../lib/client/requests/read-request.ts';
import { blockersText, passedOverText, stateText } from '../../lib/client/view/blocked-text.ts';
import { readError } from '../../lib/client/view/read-error.ts';

describe('what people read of a step that did not run', () => {
  it('is blocked only if it waits, and for steps that failed', () => {
    expect(stateText('pending', ['charge'])).toBe('blocked');
    expect(stateText('pending')).toBe('pending');
    expect(stateText('error', ['charge'])).toBe('error');
  });

  it('names one or two blockers, and counts more', () => {
    expect(blockersText()).toBe('a dependency failed');
    expect(blockersText(['a'])).toBe('a failed');
    expect(blockersText(['a', 'b'])).toBe('a and b failed');
    expect(blockersText(['a', 'b', 'c'])).toBe('a and 2 others failed');
  });

  it('names the decisions that passed it over', () => {
    expect(passedOverText({})).toBe('not chosen');
    expect(passedOverText({ skippedBy: ['route', 'approve'] })).toBe('not chosen by route, approve');
  });

  it('names the batches that had no work', () => {
    const emptyBatches = ['cut', 'split'];
    expect(passedOverText({ skippedBy: emptyBatches, emptyBatches })).toBe('no work in cut, split');
    expect(passedOverText({ skippedBy: ['cut', 'route', 'split'], emptyBatches })).toBe(
      'not chosen by route, no work in cut, split',
    );
  });
});

describe('an error of a function', () => {
  const frames = ['  File "app.py", line 3, in handler'];

  it('has the stack that Node calls trace, and the one that Python and Ruby call stackTrace', () => {
    expect(
      readError('Error', JSON.stringify({ errorMessage: 'no', trace: ['Error: no', '    at f (a.ts:1:2)'] })).error
        .stack,
    ) //
      .toBe('    at f (a.ts:1:2)');
    expect(readError('ValueError', JSON.stringify({ errorMessage: 'no', stackTrace: frames })).error.stack).toBe(
      frames[0],
    );
    const ruby = ["/var/task/shop/charge.rb:4:in `call'"];
    expect(readError('Error', JSON.stringify({ errorMessage: 'no', stackTrace: ruby })).error.stack).toBe(ruby[0]);
  });
});

describe('the stack of an error', () => {
  const stackOf = (...frames: readonly string[]) =>
    readError('Error', JSON.stringify({ errorMessage: 'no', trace: ['Error: no', ...frames] })).error.stack?.split(
      '\n',
    );
  const charge = '    at Bank.charge (/var/task/lambdas/bank.ts:3:9)';
  const client = '    at send (/var/task/node_modules/http-client/index.js:8:1)';
  const others = [
    '    at async runStep (/var/task/node_modules/tasker-sfn/lib/runtime/adapter/run-step.ts:80:12)',
    '    at AsyncLocalStorage.run (node:internal/async_local_storage/async_context_frame:63:14)',
    '    at Object.handler (/var/task/tasker-sfn:entry:1:1)',
    '    at retry (file:///var/task/tasker-sfn-failures.mjs:1:20)',
    '    at new Promise (<anonymous>)',
    '    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)',
  ];

  it("ends with the last frame of the user's own code", () => {
    const call = '    at async Charge.call (/var/task/lambdas/charge.ts:7:51)';
    const anonymous = '    at file:///var/task/lambdas/charge.ts:12:3';
    expect(stackOf(client, charge, '    at Array.map (<anonymous>)', call, ...others)).toEqual([
      client,
      charge,
      '    at Array.map (<anonymous>)',
      call,
    ]);
    expect(stackOf(charge, anonymous, ...others)).toEqual([charge, anonymous]);
  });

  it('is whole where none is the user’s own', () => {
    expect(stackOf(client, ...others)).toEqual([client, ...others]);
  });

  it('calls a class as the user does, which has an underscore in a bundle if it names itself', () => {
    expect(stackOf('    at async _Charge.call (/var/task/lambdas/charge.ts:7:51)')).toEqual([
      '    at async Charge.call (/var/task/lambdas/charge.ts:7:51)',
    ]);
  });
});

describe('a request read from an input', () => {
  it('keeps what is of its kind, and nothing else', () => {
    const fits = { context: {}, options: null, parent_correlation_id: null, tags: ['a'], priority: 2 };
    expect(readRequest({ ...fits, unknown: 1 })).toEqual(fits);
    expect(readRequest({ context: [], parent_correlation_id: 3, tags: [1], priority: '2' })).toEqual({});
  });
});

describe('a failed call', () => {
  it('is told by its message, else its code, else a sentence', () => {
    expect(translateError({ name: 'X', message: 'It broke.' }).message).toBe('It broke (X).');
    expect(translateError({ name: 'X', message: '', code: 'ECONNREFUSED' }).message).toBe('ECONNREFUSED (X).');
    expect(translateError({}).message).toBe('The call to Step Functions failed.');
  });

  it('is made again after pauses that double up to four seconds, six times in all', async () => {
    const pauses: number[] = [];
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    const service = { listStateMachines: () => Promise.reject(throttled) } as unknown as StepFunctions;
    const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
    await expect(new PatientStepFunctions(service, sleep, () => 1).listStateMachines({})).rejects.toBe(throttled);
    expect(pauses).toEqual([400, 800, 1600, 3200, 4000]);
  });
});
