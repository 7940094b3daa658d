import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demo } from '../../lib/cli/demo.ts';
import { readHistory } from '../../lib/cli/learn/history-file.ts';
import type { JsonObject } from '../../lib/json.ts';
import { compileFile } from '../../lib/project/index.ts';
import { checkContext } from '../../lib/schema/check-context.ts';
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
    expect(text.match(/^npx tasker-sfn /gm)).toHaveLength(10);
    const [, history = ''] = /^npx tasker-sfn console --history (.*)$/m.exec(text) ?? [];
    const [report = ''] = /^file:.*report\.html$/m.exec(text) ?? [];
    expect(readHistory(history, io).at(-1)?.type).toBe('ExecutionSucceeded');
    expect(readFileSync(new URL(report), 'utf8')).toContain('before attempt 3');
    rmSync(dirname(history), { recursive: true });
    expect(text).not.toContain('\u001b');
  });

  it('names every other example, with a command that takes its context', async () => {
    const io = fakeIo({ cwd });
    await demo(io);
    const commands = [...io.out().matchAll(/^npx tasker-sfn run (templates\/\S+) --context '(.*)'$/gm)];
    const named = commands.map(([, template = '']) => template);
    const folder = resolve(cwd, 'templates');
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    // The payments team's refund is started by customer success.
    expect([...new Set(named), 'templates/payments/process_refund.yaml'].sort()).toEqual(
      all.map((file) => `templates/${file}`).sort(),
    );
    for (const [, template = '', context = ''] of commands) {
      const { value } = compileFile(template, { from: cwd });
      const schema = value?.template.inputSchema?.value;
      expect(schema === undefined ? [] : checkContext(schema, JSON.parse(context) as JsonObject)).toEqual([]);
    }
  });

  it('fits a narrow terminal', async () => {
    const io = fakeIo({ cwd, columns: 36 });
    expect(await demo(io)).toBe(0);
    const prose = io.out().split('\n0.0s')[0]!.split('1. All goes well')[0]!;
    for (const line of prose.split('\n')) expect(line.length).toBeLessThanOrEqual(36);
  });
});
