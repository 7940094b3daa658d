import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import type { StepResponse } from '../../lib/client/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { hasPython } from '../support/has-python.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

/** Steps that fail in the same ways, in both languages. */
const TEMPLATE = `
name: pay
namespace_name: shop
version: 1.0.0
steps:
  - { name: lookup, handler: { callable: Lookup }, retry: { max_attempts: 1 } }
  - { name: lookup_py, handler: { callable: LookupPy }, retry: { max_attempts: 1 } }
  - { name: charge, handler: { callable: Charge }, retry: { max_attempts: 1 } }
  - { name: charge_py, handler: { callable: ChargePy }, retry: { max_attempts: 1 } }
  - { name: decline, handler: { callable: Decline }, retry: { max_attempts: 3 } }
  - { name: decline_py, handler: { callable: DeclinePy }, retry: { max_attempts: 3 } }
`;

const files = {
  'templates/pay.yaml': TEMPLATE,
  'lambdas/pay.ts': `import { defineHandler, PermanentError, StepHandler } from 'tasker-sfn/runtime';
import { amountOf } from '../shared/bank.ts';

export class Lookup extends StepHandler {
  static override handlerName = 'Lookup';
  async call() {
    return this.success({ amount: amountOf('nobody') });
  }
}
export const charge = defineHandler('Charge', {}, async () => ({ amount: amountOf('nobody') }));
export const decline = defineHandler('Decline', {}, async () => {
  throw new PermanentError('The bank declined the card.', { error_code: 'CARD_DECLINED' });
});
`,
  'shared/bank.ts': `export function amountOf(name: string): number {
  throw new RangeError(\`There is no account of "\${name}".\`);
}
`,
  'lambdas/pay.py': `from tasker_core import StepHandler
from tasker_core.errors import PermanentError
from tasker_core.step_handler.functional import step_handler

from bank.accounts import amount_of


class Lookup(StepHandler):
    handler_name = "LookupPy"

    def call(self, context):
        return self.success({"amount": amount_of("nobody")})


@step_handler("ChargePy")
def charge():
    return {"amount": amount_of("nobody")}


@step_handler("DeclinePy")
async def decline():
    raise PermanentError("The bank declined the card.", error_code="CARD_DECLINED")
`,
  'lambdas/bank/accounts.py': `class AccountError(LookupError):
    pass


def amount_of(name):
    raise AccountError(f'There is no account of "{name}".')
`,
  'node_modules/.keep': '',
};

const env = { PATH: process.env['PATH'] ?? '' };
/** Where each step fails, in the sources. */
const PLACES = {
  lookup: 'shared/bank.ts:2:9',
  lookup_py: 'lambdas/bank/accounts.py:6:5',
  charge: 'shared/bank.ts:2:9',
  charge_py: 'lambdas/bank/accounts.py:6:5',
  decline: 'lambdas/pay.ts:12:9',
  decline_py: 'lambdas/pay.py:22:5',
};
const SAID = {
  lookup: 'RangeError: There is no account of "nobody".',
  lookup_py: 'AccountError: There is no account of "nobody".',
  charge: 'RangeError: There is no account of "nobody".',
  charge_py: 'AccountError: There is no account of "nobody".',
  decline: 'CARD_DECLINED: The bank declined the card.',
  decline_py: 'CARD_DECLINED: The bank declined the card.',
};
const steps = Object.keys(PLACES) as (keyof typeof PLACES)[];

describe.skipIf(!hasPython)('errors of Python read as those of TypeScript do', { timeout: 90_000 }, () => {
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
    for (const language of ['', '_py']) {
      const raised = language === '' ? 'RangeError' : 'AccountError';
      const [lookup, charge, decline] = ['lookup', 'charge', 'decline'].map((step) => errors[`${step}${language}`]);
      expect(lookup).toMatchObject({ error: { error_type: raised, retryable: true } });
      expect(charge).toMatchObject({ error: { error_type: 'handler_error', exception_type: raised, retryable: true } });
      expect(decline).toMatchObject({
        error: { error_type: 'permanent_error', retryable: false },
        metadata: { error_code: 'CARD_DECLINED' },
      });
    }
    for (const step of steps) {
      const shown = fakeIo({ cwd: io.cwd, env });
      expect(await cli(['task', 'step', 't1', step, '--endpoint', endpoint], shown)).toBe(0);
      expect(shown.out()).toContain(SAID[step]);
      // Where it failed, and nothing of the runtime.
      expect(shown.out()).not.toMatch(/tasker_sfn|step_function/);
    }
    const step = fakeIo({ cwd: io.cwd, env });
    await cli(['task', 'step', 't1', 'charge_py', '--endpoint', endpoint], step);
    expect(step.out()).toMatch(
      /File ".*lambdas\/pay\.py", line 17, in charge\n.*\n *File ".*accounts\.py", line 6, in amount_of\n/,
    );
  });
});
