import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { fails, runTask } from '../../lib/testing/index.ts';

const text = (lifecycle: string, step = '') => `name: late
namespace_name: shop
version: 1.0.0
lifecycle: ${lifecycle}
steps:
  - name: charge
    handler: { callable: Charge }
    retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 100000, max_backoff_ms: 200000 }
${step}`;

const compile = (lifecycle: string, step?: string) => compileTemplate(text(lifecycle, step), { file: 't.yaml' });

const mocks = () => ({ charge: fails(2, { retryAfter: 90, then: { paid: true } }) });

describe('max_duration_minutes', () => {
  it('ends a task that takes longer as timed out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-late-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'late.yaml');
    writeFileSync(file, text('{ max_duration_minutes: 1 }'));
    const late = await runTask(file, { mocks: mocks() });
    expect([late.status, late.elapsed, late.error]).toEqual(['TIMED_OUT', 60_000, 'States.Timeout']);
    writeFileSync(file, text('{ max_duration_minutes: 5 }'));
    expect((await runTask(file, { mocks: mocks() })).status).toBe('SUCCEEDED');
  });

  it('adds nothing where it is not given', () => {
    expect(compile('{ staleness_action: dlq }').value?.definition).not.toHaveProperty('TimeoutSeconds');
  });

  it('is refused when it is misspelt, since it counts', () => {
    expect(compile('{ max_duration_minute: 5 }').diagnostics).toMatchObject([{ code: 'misspelt-key' }]);
  });
});

describe('max_steps_in_process_minutes', () => {
  const stateOf = (lifecycle: string, step?: string) => compile(lifecycle, step).value!.definition.States['charge'];

  it.each([
    ['{ max_steps_in_process_minutes: 2 }', '', 120],
    ['{ max_steps_in_process_minutes: 2 }', '    timeout_seconds: 30\n', 30],
    ['{ max_steps_in_process_minutes: 2 }', '    timeout_seconds: 300\n', 120],
    ['{ max_steps_in_process_minutes: 15 }', '', undefined],
  ])('bounds the time of a run: %s%s', (lifecycle, step, seconds) => {
    const state = stateOf(lifecycle, step);
    if (seconds === undefined) expect(state).not.toHaveProperty('TimeoutSeconds');
    else expect(state).toHaveProperty('TimeoutSeconds', seconds);
  });
});
