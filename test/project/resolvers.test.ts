import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleHandlers, findInPackage, mayYield } from '../../lib/languages/index.ts';
import { runTask } from '../../lib/testing/index.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';

const files = {
  'charge.ts': handlerModule('Charge', 'Shop::Charge', `{ by: 'name' }`),
  'deep/refund.ts': handlerModule('Refund', 'Shop::Refund', `{ by: 'file' }`),
  'resolvers.ts': `
import { defineHandler, RegistryResolver, ResolutionError, StepHandler, type BaseResolver, type HandlerDefinition } from '@tasker-systems/tasker';
class Card extends StepHandler {
  async call() { return this.success({ invoked: 'call' }); }
  async refund() { return this.success({ invoked: 'refund', name: this.name }); }
}
export class PaymentResolver extends RegistryResolver {
  static override readonly _name = 'payment_resolver';
  static override readonly pattern = /^pay:(?<kind>\\w+)$/g;
  resolveHandler({ callable, method, resolver, initialization }: HandlerDefinition, match: RegExpMatchArray | null) {
    if (callable === 'pay:nobody') return null;
    if (callable === 'pay:never') throw new ResolutionError('never heard of it');
    if (callable === 'pay:card') return new Card();
    const asked = { method, resolver, initialization };
    return new (defineHandler(callable, {}, () => ({ asked, kind: match?.groups?.kind ?? null })))();
  }
}
export class ByPrefix extends RegistryResolver {
  static override readonly prefix = 'pre.';
  static override readonly _priority = 20;
  resolveHandler({ callable }: HandlerDefinition) {
    return new (defineHandler(callable, {}, () => ({ by: this.name })))();
  }
}
export class Plain implements BaseResolver {
  readonly name = 'plain';
  readonly priority = 30;
  canResolve() { return true; }
  async resolve() { return new Card(); }
}
`,
};

/** Runs a template of independent steps, each with this `handler`. */
function run(handlers: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const dir = handlerFolder({ 'node_modules/.keep': '', ...files, ...more });
  const template = join(dirname(dir), 't.yaml');
  const steps = Object.entries(handlers).map(
    ([name, handler]) => `  - { name: ${name}, handler: { ${handler} }, retry: { max_attempts: 2 } }`,
  );
  writeFileSync(template, `name: t\nnamespace_name: n\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`);
  return runTask(template, { handlers: dir });
}

describe('a resolver that a template names', () => {
  it('finds the handler of the step, with the method and the configuration of the template', async () => {
    const task = await run({
      bank: 'callable: "pay:bank", resolver: payment_resolver, initialization: { fee: 2 }',
      other: 'callable: other, method: refund, resolver: payment_resolver',
      card: 'callable: "pay:card", method: refund, resolver: payment_resolver',
      plain: 'callable: anything, resolver: plain',
    });
    expect(task.output).toEqual({
      bank: { asked: { method: null, resolver: 'payment_resolver', initialization: { fee: 2 } }, kind: 'bank' },
      // What a function has is "call" alone, as for other handlers.
      other: { asked: { method: 'refund', resolver: 'payment_resolver', initialization: {} }, kind: null },
      card: { invoked: 'refund', name: 'Card' },
      plain: { invoked: 'call' },
    });
  });

  it('is asked in place of a handler of this name', async () => {
    const { output } = await run({ a: 'callable: "Shop::Charge", resolver: payment_resolver' });
    expect(output).toMatchObject({ a: { kind: null } });
  });

  it.each(['explicit_mapping', 'class_lookup', 'class_constant'])(
    'may be %s, which finds it by its name',
    async (resolver) => {
      expect((await run({ a: `callable: "Shop::Charge", resolver: ${resolver}` })).output).toEqual({
        a: { by: 'name' },
      });
    },
  );

  it('fails the step for good where it knows no such handler, or the handler no such method', async () => {
    const task = await run({
      nobody: 'callable: "pay:nobody", resolver: payment_resolver',
      never: 'callable: "pay:never", resolver: payment_resolver',
      method: 'callable: "pay:card", method: toString, resolver: payment_resolver',
    });
    const said = Object.entries(task.steps).map(([name, { attempts, error }]) => [
      name,
      attempts,
      error?.code,
      error?.message,
    ]);
    expect(said.sort()).toEqual([
      ['method', 1, 'METHOD_NOT_FOUND', 'The handler "Card" has no method "toString".'],
      ['never', 1, 'HANDLER_NOT_FOUND', 'never heard of it'],
      ['nobody', 1, 'HANDLER_NOT_FOUND', 'The resolver "payment_resolver" knows no handler "pay:nobody".'],
    ]);
  });

  it('is missed where there is none of this name', async () => {
    await expect(run({ a: 'callable: A, resolver: payment_resolvr' })).rejects.toThrow(
      /resolver-not-found.*No resolver named "payment_resolvr" is exported in the folder.*[\s\S]*Did you mean "payment_resolver"\?/,
    );
  });

  it('must be the same for all steps of one callable', async () => {
    const steps = { a: 'callable: "Shop::Charge"', b: 'callable: "Shop.Charge", resolver: plain' };
    await expect(run(steps)).rejects.toThrow(
      /resolver-conflict.*The handler "Shop\.Charge" is found by its name in one step and by plain in another\./,
    );
  });
});

describe('a callable that is no name of a handler', () => {
  it('goes to the first resolver whose pattern or prefix it fits', async () => {
    const { output } = await run({ a: 'callable: "pay:bank"', b: 'callable: pre.x', c: 'callable: Shop.Charge' });
    expect(output).toMatchObject({ a: { kind: 'bank' }, b: { by: 'ByPrefix' }, c: { by: 'name' } });
    await expect(run({ a: 'callable: nobody.takes.it' })).rejects.toThrow('No handler named "nobody.takes.it"');
  });

  it.each(['./deep/refund.js:Refund', './deep/refund.ts:Refund', './deep/refund:Refund'])(
    'may be the file and the class of one: %s',
    async (callable) => {
      expect((await run({ a: `callable: "${callable}"` })).output).toEqual({ a: { by: 'file' } });
    },
  );
});

describe('a callable that is a package and a class of it', () => {
  const manifest = {
    name: '@shop/handlers',
    version: '1.0.0',
    type: 'module',
    exports: { '.': { import: './index.js' }, './deep': './deep.js' },
  };
  const code = `import { StepHandler } from '@tasker-systems/tasker';
export class Charge extends StepHandler {
  async call(context) { return this.success({ by: 'package', times: context.getConfig('times') }); }
  async refund() { return this.success({ by: 'method' }); }
}`;
  const installed = {
    'node_modules/@shop/handlers/package.json': JSON.stringify(manifest),
    'node_modules/@shop/handlers/index.js': code,
    'node_modules/@shop/handlers/deep.js': code,
  };

  it('is found where it is installed, and bundled', async () => {
    const { output } = await run(
      {
        a: 'callable: "@shop/handlers:Charge", initialization: { times: 2 }',
        b: 'callable: "@shop/handlers/deep:Charge", method: refund, resolver: class_lookup',
      },
      installed,
    );
    expect(output).toEqual({ a: { by: 'package', times: 2 }, b: { by: 'method' } });
  });

  it('may yield for as long as it likes, as the words of its package tell', () => {
    const callable = '@shop/handlers:Charge';
    const mayIt = (text: string) => {
      const dir = handlerFolder({ ...installed, 'node_modules/@shop/handlers/index.js': text });
      const handlers = new Map([[callable, findInPackage(callable, dir)!]]);
      return mayYield(bundleHandlers({ dir, handlers, outDir: join(dirname(dir), 'out') }).bundle.get(callable)!);
    };
    expect(mayIt(code)).toBe(false);
    expect(mayIt(code.replace('refund() {', 'refund(context) { if (context) return this.checkpointYield(1, 1);'))).toBe(
      true,
    );
  });

  it('is missed where the package is not installed, or has no such class', async () => {
    await expect(run({ a: 'callable: "@shop/other:Charge"' }, installed)).rejects.toThrow(
      /handler-not-found[\s\S]*The package "@shop\/other" is not installed where that folder looks for it: install it\./,
    );
    await expect(run({ a: 'callable: "@shop/handlers:Chrge"' }, installed)).rejects.toThrow(
      /handler-build-failed[\s\S]*"Chrge"/,
    );
  });
});

const PYTHON = `
from tasker_core import RegistryResolver, StepHandler
class Card(StepHandler):
    handler_name = "card"
    def call(self, context):
        return self.success({"invoked": "call"})
    def refund(self, context):
        return self.success({"invoked": "refund", "fee": context.step_config["fee"]})
class PaymentResolver(RegistryResolver):
    _name = "payments_in_python"
    pattern = r"py:(?P<kind>\\w+)"
    def resolve_handler(self, definition, config):
        return Card() if definition.callable == "py:card" else None
`;

const RUBY = `
require 'tasker_core'
class Card < TaskerCore::StepHandler::Base
  def call(_context)
    success(result: { invoked: 'call' })
  end
  def refund(context)
    success(result: { invoked: 'refund', fee: context.step_config['fee'] })
  end
end
class PaymentResolver < TaskerCore::Registry::Resolvers::RegistryResolver
  handles_pattern(/\\Arb:\\w+\\z/)
  def name = 'payments_in_ruby'
  def resolve(definition, _config = nil)
    definition.callable == 'rb:card' ? Card.new : nil
  end
end
`;

describe.each([
  ['Python', hasPython, 'py', PYTHON, 'payments_in_python'],
  ['Ruby', hasRuby, 'rb', RUBY, 'payments_in_ruby'],
] as const)('a resolver in %s', (_language, isThere, ext, code, resolver) => {
  it.skipIf(!isThere)('finds handlers by its name and by its pattern', async () => {
    const task = await run(
      {
        hinted: `callable: "${ext}:card", method: refund, resolver: ${resolver}, initialization: { fee: 2 }`,
        nobody: `callable: "${ext}:nobody"`,
      },
      { [`resolvers.${ext}`]: code },
    );
    expect(task.steps.hinted).toMatchObject({ state: 'complete', result: { invoked: 'refund', fee: 2 } });
    expect(task.steps.nobody).toMatchObject({
      state: 'error',
      attempts: 1,
      error: { code: 'HANDLER_NOT_FOUND', message: `The resolver "${resolver}" knows no handler "${ext}:nobody".` },
    });
  });
});
