import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import type { StepResponse } from '../../lib/client/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

/** Steps that fail in the ways of `python-errors.test.ts`. */
const files = {
  'templates/pay.yaml': `
name: pay
namespace_name: shop
version: 1.0.0
steps:
  - { name: lookup, handler: { callable: "Shop::Lookup" }, retry: { max_attempts: 1 } }
  - { name: charge, handler: { callable: Charge }, retry: { max_attempts: 1 } }
  - { name: decline, handler: { callable: Decline }, retry: { max_attempts: 3 } }
`,
  'lambdas/pay.rb': `# frozen_string_literal: true

require 'tasker_core'
require_relative 'bank/accounts'

extend TaskerCore::StepHandler::Functional

module Shop
  class Lookup < TaskerCore::StepHandler::Base
    def call(_context)
      success(result: { amount: Bank.amount_of('nobody') })
    end
  end
end

step_handler('Charge') do |context:|
  { amount: Bank.amount_of('nobody'), task: context.task_uuid }
end

step_handler('Decline') do |context:|
  raise TaskerCore::Errors::PermanentError.new("The bank declined the card.", error_code: 'CARD_DECLINED')
end
`,
  'lambdas/bank/accounts.rb': `# frozen_string_literal: true

module Bank
  class AccountError < StandardError; end

  def self.amount_of(name)
    raise AccountError, "There is no account of \\"#{name}\\"."
  end
end
`,
  'node_modules/.keep': '',
};

const env = { PATH: process.env['PATH'] ?? '' };
/** Where each step fails, in the sources. */
const PLACES = {
  lookup: 'lambdas/bank/accounts.rb:7:5',
  charge: 'lambdas/bank/accounts.rb:7:5',
  decline: 'lambdas/pay.rb:21:3',
};
const SAID = {
  lookup: 'Bank::AccountError: There is no account of "nobody".',
  charge: 'Bank::AccountError: There is no account of "nobody".',
  decline: 'CARD_DECLINED: The bank declined the card.',
};
const steps = Object.keys(PLACES) as (keyof typeof PLACES)[];

describe.skipIf(!hasRuby)('errors of Ruby read as those of TypeScript do', { timeout: 90_000 }, () => {
  it('in run: the class or the code, the message, and the first own line of source', async () => {
    const io = fakeIo({ cwd: project(files), env });
    expect(await cli(['run', 'templates/pay.yaml'], io)).toBe(1);
    const table = io.out().replaceAll(/ +/g, ' ');
    for (const step of steps) {
      expect(io.err()).toMatch(new RegExp(`\\b${step} +threw at ${PLACES[step]}\n`));
      expect(table).toMatch(new RegExp(`^${step} error 1 attempt.* ${SAID[step]}$`, 'm'));
    }
  });

  it('in task step and in REST', async () => {
    const io = fakeIo({ cwd: project(files), env });
    const done = cli(['local', '--port', '0', '--lambda-port', '0'], io);
    onTestFinished(async () => {
      io.interrupt();
      await done;
    });
    await expect.poll(() => io.out(), { timeout: 60_000 }).toContain('Ctrl-C');
    const endpoint = /^Step Functions +(\S+)/m.exec(io.out())?.[1] ?? '';
    const api = /REST API +(\S+)\/v1\/tasks/.exec(io.out())?.[1] ?? '';
    const sfn = sfnAt(endpoint);
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-pay-1_0_0';
    const { executionArn } = await sfn.startExecution({ stateMachineArn, name: 't1', input: '{"context": {}}' });
    await ended(sfn, executionArn);

    const answer = await fetch(`${api}/v1/tasks/t1/workflow_steps`);
    const told = (await answer.json()) as readonly StepResponse[];
    const errors = Object.fromEntries(told.map(({ name, results }) => [name, results]));
    expect(errors['lookup']).toMatchObject({ error: { error_type: 'Bank::AccountError', retryable: true } });
    expect(errors['charge']).toMatchObject({ error: { error_type: 'Bank::AccountError', retryable: true } });
    expect(errors['decline']).toMatchObject({
      error: { error_type: 'permanent_error', retryable: false },
      metadata: { error_code: 'CARD_DECLINED' },
    });
    for (const step of steps) {
      const shown = fakeIo({ cwd: io.cwd, env });
      expect(await cli(['task', 'step', 't1', step, '--endpoint', endpoint], shown)).toBe(0);
      expect(shown.out()).toContain(SAID[step]);
      // Where it failed, and nothing of the runtime.
      expect(shown.out()).toContain(PLACES[step].replace(/:\d+$/, ''));
      expect(shown.out()).not.toMatch(/tasker_sfn|tasker_core|step_function/);
    }
  });
});
