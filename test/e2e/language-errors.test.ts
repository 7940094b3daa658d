import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import type { StepResponse } from '../../lib/client/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { serveProject } from '../cli/serve-project.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

/** Handlers of a language that fail in the same ways as those of the others, and how that reads. */
interface Failing {
  readonly language: string;
  readonly files: Readonly<Record<string, string>>;
  /** The callables: a class, a function that raises, and one that says that it is permanent. */
  readonly callables: readonly [lookup: string, charge: string, decline: string];
  /** Where they fail. */
  readonly places: readonly [lookup: string, charge: string, decline: string];
  /** The class of what is raised. */
  readonly raised: string;
  /** How a function's failure tells that class. */
  readonly ofFunction: object;
}

const LANGUAGES: readonly Failing[] = [
  {
    language: 'typescript',
    files: {
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
    },
    callables: ['Lookup', 'Charge', 'Decline'],
    places: ['shared/bank.ts:2:9', 'shared/bank.ts:2:9', 'lambdas/pay.ts:12:9'],
    raised: 'RangeError',
    ofFunction: { error_type: 'handler_error', exception_type: 'RangeError' },
  },
  ...(hasPython ? [python()] : []),
  ...(hasRuby ? [ruby()] : []),
];

function python(): Failing {
  return {
    language: 'python',
    files: {
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
    },
    callables: ['LookupPy', 'ChargePy', 'DeclinePy'],
    places: ['lambdas/bank/accounts.py:6:5', 'lambdas/bank/accounts.py:6:5', 'lambdas/pay.py:22:5'],
    raised: 'AccountError',
    ofFunction: { error_type: 'handler_error', exception_type: 'AccountError' },
  };
}

function ruby(): Failing {
  return {
    language: 'ruby',
    files: {
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

step_handler('ChargeRb') do |context:|
  { amount: Bank.amount_of('nobody'), task: context.task_uuid }
end

step_handler('DeclineRb') do |context:|
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
    },
    callables: ['Shop::Lookup', 'ChargeRb', 'DeclineRb'],
    places: ['lambdas/bank/accounts.rb:7:5', 'lambdas/bank/accounts.rb:7:5', 'lambdas/pay.rb:21:3'],
    raised: 'Bank::AccountError',
    ofFunction: { error_type: 'Bank::AccountError' },
  };
}

/** A step, how it fails, and what is said of that. */
const STEPS = LANGUAGES.flatMap(({ language, callables, places, raised, ofFunction }) => {
  const steps = [
    { kind: 'lookup', attempts: 1, results: { error: { error_type: raised, retryable: true } } },
    { kind: 'charge', attempts: 1, results: { error: { ...ofFunction, retryable: true } } },
    {
      kind: 'decline',
      attempts: 3,
      results: {
        error: { error_type: 'permanent_error', retryable: false },
        metadata: { error_code: 'CARD_DECLINED' },
      },
    },
  ];
  return steps.map(({ kind, ...rest }, index) => ({
    name: `${kind}_${language}`,
    callable: callables[index] ?? '',
    place: places[index] ?? '',
    said:
      kind === 'decline' ? 'CARD_DECLINED: The bank declined the card.' : `${raised}: There is no account of "nobody".`,
    ...rest,
  }));
});

const files = {
  'templates/pay.yaml': `name: pay
namespace_name: shop
version: 1.0.0
steps:
${STEPS.map(({ name, callable, attempts }) => `  - { name: ${name}, handler: { callable: "${callable}" }, retry: { max_attempts: ${attempts} } }`).join('\n')}
`,
  ...Object.assign({}, ...LANGUAGES.map((each) => each.files)),
  'node_modules/.keep': '',
};
const env = { PATH: process.env['PATH'] ?? '' };

describe('errors read the same in each language', { timeout: 120_000 }, () => {
  it('in run: the class or the code, the message, and the first own line of source', async () => {
    const io = fakeIo({ cwd: project(files), env });
    expect(await cli(['run', 'templates/pay.yaml'], io)).toBe(1);
    const table = io.out().replaceAll(/ +/g, ' ');
    for (const { name, place, said } of STEPS) {
      expect(io.err()).toMatch(new RegExp(`\\b${name} +threw at ${place}\n`));
      expect(table).toMatch(new RegExp(`^${name} error 1 attempt.* ${said}$`, 'm'));
    }
  });

  it.each(['shop', 'bücher & co (1) #2 50%'])(
    'in local, in task step and in REST, in the folder %s',
    async (folder) => {
      const within = Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]);
      const { io, url } = await serveProject(join(project(Object.fromEntries(within)), folder));
      const sfn = sfnAt(url);
      const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-pay-1_0_0';
      const { executionArn } = await sfn.startExecution({ stateMachineArn, name: 't1', input: '{"context": {}}' });
      await ended(sfn, executionArn);

      const answer = await fetch(`${url}/v1/tasks/t1/workflow_steps`);
      const told = (await answer.json()) as readonly StepResponse[];
      const errors = Object.fromEntries(told.map(({ name, results }) => [name, results]));
      for (const { name, place, said, results } of STEPS) {
        expect(errors[name]).toMatchObject(results);
        const shown = fakeIo({ cwd: io.cwd, env });
        expect(await cli(['task', 'step', 't1', name, '--endpoint', url], shown)).toBe(0);
        expect(shown.out()).toContain(said);
        // Where it failed, as its language writes that, and nothing of the runtime or of this machine.
        const [file = '', line = ''] = place.split(':');
        expect(shown.out()).toMatch(new RegExp(`(?<=^|[ ("])${file}(?:", line |:)${line}\\b`, 'm'));
        expect(shown.out()).not.toMatch(/tasker_sfn|tasker_core|step_function|\[eval\]/);
        expect(io.err()).toContain(`${name} threw at ${place}\n`);
      }
    },
  );
});
