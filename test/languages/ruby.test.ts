import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { bundleHandlers as bundleSources, findFunctions, firstOwnLine } from '../../lib/languages/index.ts';
import { LambdaHost } from '../../lib/local/index.ts';
import { bundleHandlers, findHandlers } from '../../lib/project/index.ts';
import { handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';
import { hasRuby } from '../support/has-ruby.ts';

const charge = `require 'tasker_core'
module Shop
  class Charge < TaskerCore::StepHandler::Base
    def call(context)
      success(result: { charged: true })
    end
  end
end
`;

function found(files: Readonly<Record<string, string>>) {
  const dir = handlerFolder(files);
  const { value = new Map(), diagnostics } = findHandlers(dir, '/');
  expect(diagnostics).toEqual([]);
  return [...value].map(([callable, { name, file, exportName, language }]) => [
    callable,
    name,
    relative(dir, file),
    exportName,
    language,
  ]);
}

/** What is wrong with a folder `lambdas`, in one line each. */
function problems(dir: string): readonly string[] {
  return findHandlers('lambdas', dirname(dir)).diagnostics.map(({ code, severity, message, span }) => {
    const { line, column } = positionOf(span.file, span.start);
    return `${span.file.path}:${line}:${column}: ${severity}: ${code}: ${message}`;
  });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(!hasRuby)('handlers in Ruby', () => {
  it('are found in all folders, beside those in TypeScript', () => {
    const files = {
      'a.ts': handlerModule('A', 'N::A'),
      'shop/charge.rb': charge,
      'shop/test_charge.rb': charge.replace('Charge', 'Test'),
      'shop/charge_spec.rb': charge.replace('Charge', 'Spec'),
      'vendor/old.rb': charge,
    };
    expect(found(files)).toEqual([
      ['N.A', 'N::A', 'a.ts', 'A', 'typescript'],
      ['Shop.Charge', 'Shop::Charge', 'shop/charge.rb', 'Shop::Charge', 'ruby'],
    ]);
  });

  it.each([
    ['a class', 'class NA < TaskerCore::StepHandler::Base; end', 'NA'],
    ['a class by its whole name', 'class N::A < TaskerCore::StepHandler::Api; end', 'N::A'],
    ['a class within modules', 'module N; class A < TaskerCore::StepHandler::Decision; end; end', 'N::A'],
    ['a class of the namespace Handlers', 'class NA < TaskerCore::Handlers::Steps::API; end', 'NA'],
    ['what "step_handler" makes', "NA = step_handler('N.A', inputs: [:a]) do |a:, context:|\n{}\nend", 'NA'],
    ['what its siblings make', 'NA = batch_analyzer "N.A", worker_template: "w" do |context:|\n{}\nend', 'NA'],
    [
      'what is made by the module',
      'NA = TaskerCore::StepHandler::Functional.api_handler("N.A", base_url: "x") { {} }',
      'NA',
    ],
    ['what no constant names', "decision_handler('N.A') { |context:| {} }", 'N.A'],
  ])('are found as %s', (_, code, exportName) => {
    const name = /step_handler|batch_analyzer|api_handler|decision_handler/.test(code) ? 'N.A' : exportName;
    expect(found({ 'a.rb': code })).toEqual([[name.replace('::', '.'), name, 'a.rb', exportName, 'ruby']]);
  });

  it('are classes that extend others, in whichever file those are', () => {
    const files = {
      'base.rb': 'module Shop\n  class ApiHandler < TaskerCore::StepHandler::Api; end\nend',
      'get.rb': 'module Shop\n  module Steps\n    class GetHandler < ApiHandler; end\n  end\nend',
    };
    expect(found(files).map(([callable]) => callable)).toEqual(['Shop.ApiHandler', 'Shop.Steps.GetHandler']);
  });

  it('have the name of their class, and the one that they give themselves', () => {
    const code = charge.replace(
      '    def call',
      "    def handler_name\n      'shop.charge_card'\n    end\n\n    def call",
    );
    expect(found({ 'a.rb': code }).map(([, name]) => name)).toEqual(['Shop::Charge', 'shop.charge_card']);
  });

  it.each([
    ['a class of others', 'class Handler < Base; end'],
    ['a class without a base', 'class Handler\n  def handler_name = "N.A"\nend'],
    ['a call of another method', "other_handler('N.A') { }"],
  ])('are none: %s', (_, code) => {
    expect(found({ 'a.rb': code })).toEqual([]);
  });

  it('tell what stands in the way', () => {
    const files = {
      'a.rb': "A = step_handler('N.' + 'A') { |context:| {} }",
      'b.rb': 'class B < TaskerCore::StepHandler::Base\n  def call(\nend',
      'c.rb': charge,
      'd.ts': handlerModule('Charge', 'Shop.Charge'),
    };
    expect(problems(handlerFolder(files))).toEqual([
      expect.stringMatching(
        /^lambdas\/b\.rb:\d:\d+: error: handler-build-failed: .*"lambdas\/b\.rb" cannot be built: .*unexpected/,
      ),
      'lambdas/a.rb:1:1: error: handler-build-failed: The handler file "lambdas/a.rb" cannot be built: the name of "A" is computed, but must be a plain string.',
      'lambdas/c.rb:3:9: error: handler-conflict: Two handlers are named "Shop::Charge": one in "lambdas/d.ts", one in "lambdas/c.rb".',
    ]);
  });

  it('are not run when they are found', () => {
    expect(found({ 'a.rb': `BEGIN { exit!(1) }\n${charge}` })).toHaveLength(1);
  });
});

describe('without Ruby', () => {
  it('handlers in it are not found, with a way out', () => {
    vi.stubEnv('TASKER_SFN_RUBY', 'no-such-ruby');
    const dir = handlerFolder({ 'charge.rb': charge, 'a.ts': handlerModule('A', 'N::A') });
    expect(problems(dir)).toEqual([
      'lambdas/charge.rb:1:1: warning: interpreter-not-found: "lambdas/charge.rb" needs Ruby 3.1 or later: there is no "no-such-ruby" that runs. Its handlers are not found.',
    ]);
    const { value, diagnostics } = findHandlers('lambdas', dirname(dir));
    expect([...(value?.keys() ?? [])]).toEqual(['N.A']);
    expect(diagnostics[0]!.hint).toContain('TASKER_SFN_RUBY');
  });

  it('nothing is said of files that hold no handlers', () => {
    vi.stubEnv('TASKER_SFN_RUBY', 'no-such-ruby');
    expect(problems(handlerFolder({ 'tool.rb': 'puts "hello"' }))).toEqual([]);
  });
});

function bundle(dir: string, cpu?: 'arm64' | 'x64', callable = 'Shop::Charge') {
  const template = `name: order\nnamespace_name: shop\nversion: 1.0.0\nsteps:\n  - {name: charge, handler: {callable: "${callable}"}}\n`;
  const compiled = compileTemplate(template, { file: 'order.yaml' });
  if (compiled.value === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
  return bundleHandlers([compiled.value], { dir, from: '/', ...(cpu && { cpuOf: () => cpu }) });
}

/** Code as in an application: a file for each constant, and nobody requires them. */
const modules = {
  '../Gemfile': '',
  '../lib/common.rb': "module Common\n  NAME = 'common'\nend\n",
  '../lib/unused.rb': 'module Unused; end\n',
  'shop/charge.rb': `require 'tasker_core'
require 'bigdecimal'
require_relative 'money'
require 'common'

module Shop
  class Charge < TaskerCore::StepHandler::Base
    def call(context)
      Money.cents(nil) if context.get_input('fail')
      success(result: { cents: Money.cents(1.5), name: Common::NAME, late: Late.told, help: Help::Text::WORD })
    end
  end
end
`,
  'shop/money.rb':
    'module Shop\n  module Money\n    def self.cents(amount)\n      (amount * 100).to_i\n    end\n  end\nend\n',
  'shop/late.rb': 'module Shop\n  class Late\n    def self.told\n      true\n    end\n  end\nend\n',
  'shop/unused.rb': 'module Shop; class Unused; end; end\n',
  'help/text.rb': "module Help\n  module Text\n    WORD = 'me'\n  end\nend\n",
};

const event = (context: object) =>
  JSON.stringify({
    task: { wire: 1, template: ['shop', 'order', '1.0.0'], budget: { steps: 1, reserved: 4096 } },
    step: { name: 'charge', callable: 'Shop::Charge' },
    data: { context },
    execution: {
      Id: 'arn:aws:states:us-east-1:123456789012:execution:shop-order-1_0_0:t1',
      Name: 't1',
      StartTime: '2026-01-02T03:04:05.000Z',
    },
  });

describe.skipIf(!hasRuby)('a bundle of Ruby', () => {
  it('runs here from the sources, and names their lines where it fails', async () => {
    const dir = handlerFolder(modules);
    const { value, diagnostics } = bundle(dir);
    expect(diagnostics).toEqual([]);
    const made = value!.get('Shop.Charge')!;
    expect(made.runtime).toBe('ruby3.4');
    expect(made.sources.map((file) => relative(dir, file)).sort()).toEqual([
      '../lib/common.rb',
      'help/text.rb',
      'shop/charge.rb',
      'shop/late.rb',
      'shop/money.rb',
    ]);
    let trace: readonly string[] = [];
    const host = new LambdaHost({
      functions: new Map([['charge', { file: made.entry, command: made.command!, timeout: 10 }]]),
      environment: { PATH: process.env['PATH'] },
      onThrown: (_, thrown) => (trace = thrown),
    });
    try {
      const { payload } = await host.invoke('charge', event({}), 'r1');
      expect(JSON.parse(payload)).toEqual({
        after: [],
        result: { cents: 150, name: 'common', late: true, help: 'me' },
      });
      const failed = JSON.parse((await host.invoke('charge', event({ fail: true }), 'r2')).payload) as Record<
        string,
        string
      >;
      // The name is the machine's, and no name of a class within another word, as Lambda's client for Ruby would tell it.
      expect(failed).toMatchObject({ errorType: 'RetryAfterError' });
      expect(JSON.parse(failed['errorMessage']!)).toMatchObject({ type: 'NoMethodError', retryable: true });
      expect(firstOwnLine(trace, dir)).toBe('shop/money.rb:4:7');
      // It answers once: what the client of Lambda says afterwards is refused, and the process goes on.
      const again = await host.invoke('charge', event({}), 'r3');
      expect(again.failed).toBe(false);
      expect(again.log).not.toContain('Init Duration');
    } finally {
      host.close();
    }
  });

  it('is deployed as it is: what it needs, the runtime, and nothing else', () => {
    const dir = handlerFolder(modules);
    const { value, diagnostics } = bundle(dir, 'arm64');
    expect(diagnostics).toEqual([]);
    const { folder, hash } = value!.get('Shop.Charge')!;
    expect(readdirSync(folder).sort()).toEqual([
      'index.rb',
      'lambdas',
      'lib',
      'tasker_core',
      'tasker_core.rb',
      'tasker_sfn',
      'tasker_sfn.rb',
    ]);
    expect(readdirSync(join(folder, 'lambdas', 'shop')).sort()).toEqual(['charge.rb', 'late.rb', 'money.rb']);
    expect(readdirSync(join(folder, 'tasker_sfn'))).not.toContain('bootstrap.rb');
    expect(readFileSync(join(folder, 'index.rb'), 'utf8')).not.toContain(dirname(dir));
    const code = `require 'index'; puts JSON.generate(handler(event: JSON.parse('${event({})}'), context: nil))`;
    const ruby = spawnSync('ruby', ['-I', folder, '-e', code], { encoding: 'utf8' });
    expect(ruby.stderr).toBe('');
    expect(JSON.parse(ruby.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      result: { cents: 150, help: 'me' },
    });
    expect(bundle(handlerFolder(modules), 'x64').value!.get('Shop.Charge')!.hash).toBe(hash);
  });

  it('runs a plain function, and names its errors as Lambda does', async () => {
    const code =
      'def handler(event:, context:)\n  raise ArgumentError, event["say"] if event["say"]\n  { id: context.aws_request_id }\nend\n';
    const { folder, made } = functionBundle(code);
    const host = new LambdaHost({
      functions: new Map([['greet', { file: made.entry, command: made.command!, timeout: 10 }]]),
      environment: { PATH: process.env['PATH'] },
    });
    try {
      expect(JSON.parse((await host.invoke('greet', '{}', 'r1')).payload)).toEqual({ id: 'r1' });
      expect(JSON.parse((await host.invoke('greet', '{"say":"no"}', 'r2')).payload)).toMatchObject({
        errorType: 'Function<ArgumentError>',
        errorMessage: 'no',
        stackTrace: [expect.stringContaining(`${folder}/greet.rb:2:in`)],
      });
    } finally {
      host.close();
    }
  });

  it('says which library nothing provides', () => {
    const { diagnostics } = bundle(
      handlerFolder({ 'charge.rb': `require 'json'\nrequire 'aws-sdk-s3'\nrequire 'faraday/retry'\n${charge}` }),
      'arm64',
    );
    expect(
      diagnostics.map(({ code, message, span }) => [code, message, positionOf(span.file, span.start).line]),
    ).toEqual([['module-not-required', expect.stringContaining('"faraday/retry", which is neither'), 3]]);
    expect(diagnostics[0]!.hint).toContain('Add the gem to "Gemfile"');
  });

  it('says which file cannot be read', () => {
    const { diagnostics } = bundle(
      handlerFolder({ 'charge.rb': `require_relative 'money'\n${charge}`, 'money.rb': 'def' }),
    );
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['handler-build-failed', expect.stringContaining('money.rb')],
    ]);
  });
});

function functionBundle(code: string) {
  const folder = handlerFolder({ 'greet.rb': code });
  const handlers = new Map(findFunctions([join(folder, 'greet.rb')]).handlers.map((each) => [each.name, each]));
  const { bundle: made } = bundleSources({ dir: folder, handlers, outDir: makeFolder() });
  return { folder, made: made.get('greet')! };
}

/** A folder with gems, which bundler takes for a server of them. */
function writeGem(folder: string, name: string, extension?: string): void {
  const source = join(folder, 'src', name);
  mkdirSync(join(source, 'lib'), { recursive: true });
  mkdirSync(join(folder, 'gems'), { recursive: true });
  writeFileSync(
    join(source, 'lib', `${name}.rb`),
    `module ${name.replace(/^./, (c) => c.toUpperCase())}; NAME = '${name}'; end\n`,
  );
  if (extension !== undefined) writeFileSync(join(source, 'extconf.rb'), extension);
  const code = `
Dir.chdir(ARGV[0])
files = Dir['**/*.rb']
gem = Gem::Specification.new(ARGV[1], '1.0') do |it|
  it.summary = it.description = 'A gem for a test.'; it.authors = ['nobody']; it.files = files; it.homepage = 'https://example.com'; it.license = 'MIT'
  it.extensions = ['extconf.rb'] if files.include?('extconf.rb')
end
require 'rubygems/package'
Gem::DefaultUserInteraction.ui = Gem::SilentUI.new
File.rename(Gem::Package.build(gem), File.join(ARGV[2], 'gems', "#{ARGV[1]}-1.0.gem"))
`;
  execFileSync('ruby', ['-e', code, source, name, folder], { stdio: 'pipe' });
  const index = `require 'rubygems/indexer'; Gem::DefaultUserInteraction.ui = Gem::SilentUI.new; Gem::Indexer.new(ARGV[0]).generate_index`;
  execFileSync('ruby', ['-e', index, folder], { stdio: 'pipe' });
}

const hasBundler =
  hasRuby &&
  spawnSync('ruby', ['-e', 'require "rubygems/indexer"; load Gem.bin_path("bundler", "bundle")', '--', 'version'])
    .status === 0;

describe.skipIf(!hasBundler)('locked gems', () => {
  it('lie beside the code of a handler that requires any, where Lambda looks for them', () => {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeGem(join(root, 'server'), 'greeting');
    const gems = ['greeting (1.0)'];
    writeFileSync(join(root, 'Gemfile'), `source 'file://${root}/server'\ngem 'greeting'\ngem 'tasker-rb'\n`);
    writeFileSync(join(root, 'Gemfile.lock'), lockOf(root, gems));
    writeFileSync(join(dir, 'charge.rb'), `require 'greeting'\n${charge}`);
    const { value, diagnostics } = bundle(dir, 'arm64');
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    const { folder } = value!.get('Shop.Charge')!;
    expect(readdirSync(join(folder, 'vendor/bundle/ruby/3.4.0/gems'))).toEqual(['greeting-1.0']);
    expect(readdirSync(join(folder, 'vendor/bundle/ruby/3.4.0')).sort()).toEqual(['gems', 'specifications']);
    expect(existsSync(join(root, `.tasker-sfn-${process.pid}.gemfile`))).toBe(false);
    const code = `require 'index'; puts Greeting::NAME`;
    const env = { ...process.env, GEM_PATH: join(folder, 'vendor/bundle/ruby/3.4.0') };
    const { stdout, stderr } = spawnSync('ruby', ['-I', folder, '-e', code], { encoding: 'utf8', env });
    expect(stderr).toBe('');
    expect(stdout).toBe('greeting\n');
  }, 60_000);

  it('say which of them is not to be had', () => {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeGem(join(root, 'server'), 'greeting');
    writeFileSync(join(root, 'Gemfile'), `source 'file://${root}/server'\ngem 'farewell'\n`);
    writeFileSync(join(root, 'Gemfile.lock'), lockOf(root, ['farewell (2.0)']));
    writeFileSync(join(dir, 'charge.rb'), `require 'farewell'\n${charge}`);
    expect(bundle(dir, 'arm64').diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['requirements-failed', expect.stringContaining('farewell')],
    ]);
  }, 60_000);
});

function lockOf(root: string, gems: readonly string[]): string {
  const names = gems.map((gem) => gem.replace(/ .*/, ''));
  return `GEM\n  remote: file://${root}/server/\n  specs:\n${gems.map((gem) => `    ${gem}\n`).join('')}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n${names.map((name) => `  ${name}\n`).join('')}\nBUNDLED WITH\n   2.3.7\n`;
}
