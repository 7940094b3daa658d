import { expect, it } from 'vitest';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';

const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  step_d_0: [],
  step_o5_1: ['step_d_0'],
  step_jw_2: ['step_d_0'],
  step_fn_3: ['step_jw_2'],
  step_be_4: ['step_d_0'],
  step_75_5: ['step_be_4'],
  step_2w_6: ['step_o5_1'],
  step_qo_7: ['step_jw_2'],
  step_mf_8: [],
  step_dx_10: ['step_2w_6'],
  step_9o_11: ['step_be_4', 'step_qo_7'],
  step_5f_12: ['step_qo_7', 'step_mf_8'],
  step_kp_15: ['step_75_5', 'step_2w_6'],
  step_gg_16: ['step_o5_1'],
};

it('runs a step without dependencies that has its place after those which a failed first step blocks', async () => {
  const workflow = Object.entries(DEPENDENCIES).map(([name, dependencies]): WorkflowStep => ({
    ...{ name, dependencies, runs: name === 'step_d_0' ? ['permanent'] : [], result: {} },
    ...{ retryable: true, maxAttempts: 1, backoff: 'none', baseMs: 1000, maxMs: 1000 },
    ...{ timeoutSeconds: 60, durationMs: 0, retryAfterSeconds: 1 },
  }));
  const { runs, failure } = await runWorkflow(workflow);
  expect([...runs].flatMap(([name, { length }]) => (length > 0 ? [name] : []))).toEqual(['step_d_0', 'step_mf_8']);
  expect(failure?.failed.map(({ step }) => step)).toEqual(['step_d_0']);
});
