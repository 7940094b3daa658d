import { readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demo } from '../../lib/cli/demo.ts';
import { readHistory } from '../../lib/cli/learn/history-file.ts';
import { fakeIo } from './fake-io.ts';

const cwd = resolve(import.meta.dirname, '../..');

describe('demo', () => {
  it('draws the workflow, runs it well and with a failing service, and says what to try next', async () => {
    const io = fakeIo({ cwd });
    expect(await demo(io)).toBe(0);
    expect(io.err()).toBe('');
    const text = io.out();
    expect(text).toContain('initialize_preferences   setup_billing_profile\n           └───────────┬───────────┘\n');
    expect(text).toMatch(
      /setup_billing_profile {3}attempt 2 failed: SERVICE_UNAVAILABLE: .*; retrying within [1-4] s\n/,
    );
    expect(text).toContain('setup_billing_profile   complete after 3 attempts\n');
    expect(text.match(/^SUCCEEDED after /gm)).toHaveLength(2);
    expect(text).toContain('"welcome_messages": 3');
    expect(text.match(/^npx tasker-sfn /gm)).toHaveLength(5);
    const [, history = ''] = /^npx tasker-sfn console --history (.*)$/m.exec(text) ?? [];
    const [report = ''] = /^file:.*report\.html$/m.exec(text) ?? [];
    expect(readHistory(history, io).at(-1)?.type).toBe('ExecutionSucceeded');
    expect(readFileSync(new URL(report), 'utf8')).toContain('before attempt 3');
    rmSync(dirname(history), { recursive: true });
    expect(text).not.toContain('\u001b');
  });

  it('fits a narrow terminal', async () => {
    const io = fakeIo({ cwd, columns: 36 });
    expect(await demo(io)).toBe(0);
    const prose = io.out().split('\n0.0s')[0]!.split('1. All goes well')[0]!;
    for (const line of prose.split('\n')) expect(line.length).toBeLessThanOrEqual(36);
  });
});
