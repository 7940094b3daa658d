import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../lib/client/index.ts';
import { InvocationLogs } from '../../../lib/cli/local/invocation-logs.ts';
import { runResultJson, type RunResult } from '../../../lib/cli/run/run-result.ts';
import { runResultText } from '../../../lib/cli/run/run-result-text.ts';

const plain = pc.createColors(false);
const times = { startedAt: '2026-01-01T00:00:00.000Z', completedAt: '2026-01-01T00:00:02.500Z' };
const base = { dependencies: [], maxAttempts: 3, history: [] };
const charge: StepView = { name: 'charge', state: 'complete', attempts: 2, result: { paid: true }, ...base, ...times };
const failed: StepView = {
  name: 'charge',
  state: 'error',
  attempts: 3,
  error: { type: 'permanent_error', code: 'NO_CARD', message: 'There is no card.', retryable: false },
  ...base,
  ...times,
};
const blocked: StepView = {
  name: 'ship_parcel',
  state: 'pending',
  blocked: true,
  blockedBy: ['charge'],
  attempts: 0,
  ...base,
};
const logs = new InvocationLogs({ now: () => 0 });
const succeeded: RunResult = {
  status: 'SUCCEEDED',
  executionArn: 'arn:x',
  output: '{"charge":{"paid":true}}',
  startedAt: 0,
  elapsed: 2500,
  steps: [charge],
  history: [],
  events: [],
  logs,
};
const failure: RunResult = {
  status: 'FAILED',
  executionArn: 'arn:x',
  error: 'TaskFailed',
  cause: '{"failed":[]}',
  startedAt: 0,
  elapsed: 61_000,
  steps: [failed, blocked],
  history: [],
  events: [],
  logs,
};

describe('runResultJson', () => {
  it('has every promised key, with the output parsed and the cause as it came', () => {
    expect(runResultJson(succeeded)).toEqual({
      status: 'SUCCEEDED',
      executionArn: 'arn:x',
      output: { charge: { paid: true } },
      error: null,
      cause: null,
      steps: [
        {
          name: 'charge',
          state: 'complete',
          attempts: 2,
          history: [],
          waits: [],
          result: { paid: true },
          error: null,
          ...times,
        },
      ],
      events: [],
    });
    expect(runResultJson(failure)).toMatchObject({
      status: 'FAILED',
      output: null,
      error: 'TaskFailed',
      cause: '{"failed":[]}',
      steps: [
        { state: 'error', result: null, error: { type: 'permanent_error', code: 'NO_CARD' } },
        { state: 'pending', attempts: 0, blockedBy: ['charge'], startedAt: null, completedAt: null },
      ],
    });
  });
});

describe('runResultText', () => {
  it('shows the steps, the end and the result', () => {
    expect(runResultText(succeeded, plain)).toBe(`charge  complete  2 attempts, 2.5 s

SUCCEEDED after 2.5 s
{
  "charge": {
    "paid": true
  }
}
`);
  });

  it('shows why a task failed', () => {
    expect(runResultText(failure, plain)).toBe(`charge       error    3 attempts, 2.5 s  NO_CARD: There is no card.
ship_parcel  blocked                     charge failed

FAILED after 1 min 1 s
`);
  });

  it('shows the error of the execution when no step is to blame', () => {
    const text = runResultText({ ...failure, steps: [], error: 'States.Runtime', cause: 'Too large.' }, plain);
    expect(text).toContain('\nFAILED after 1 min 1 s\nStates.Runtime: Too large.\n');
  });
});
