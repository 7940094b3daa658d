import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleHandlers, findFunctions } from '../../lib/languages/index.ts';
import { LambdaHost } from '../../lib/local/index.ts';
import { bundleCharge, handlersIn, problemsIn } from '../support/bundle-charge.ts';
import { handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { OTHER_LANGUAGES } from '../support/other-languages.ts';

const { charge } = OTHER_LANGUAGES.find(({ language }) => language === 'ruby')!;

describe.skipIf(!hasRuby)('handlers in Ruby', () => {
  it('are found in all folders, beside those in TypeScript', () => {
    const files = {
      'a.ts': handlerModule('A', 'N::A'),
      'shop/charge.rb': charge,
      'shop/test_charge.rb': charge.replace('Charge', 'Test'),
      'shop/charge_spec.rb': charge.replace('Charge', 'Spec'),
      'vendor/old.rb': charge,
    };
    expect(handlersIn(files)).toEqual([
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
    expect(handlersIn({ 'a.rb': code })).toEqual([[name.replace('::', '.'), name, 'a.rb', exportName, 'ruby']]);
  });

  it('are classes that extend others, in whichever file those are', () => {
    const files = {
      'base.rb': 'module Shop\n  class ApiHandler < TaskerCore::StepHandler::Api; end\nend',
      'get.rb': 'module Shop\n  module Steps\n    class GetHandler < ApiHandler; end\n  end\nend',
    };
    expect(handlersIn(files).map(([callable]) => callable)).toEqual(['Shop.ApiHandler', 'Shop.Steps.GetHandler']);
  });

  it('have the name of their class, and the one that they give themselves', () => {
    const code = charge.replace(
      '    def call',
      "    def handler_name\n      'shop.charge_card'\n    end\n\n    def call",
    );
    expect(handlersIn({ 'a.rb': code }).map(([, name]) => name)).toEqual(['Shop::Charge', 'shop.charge_card']);
  });

  it.each([
    ['a class of others', 'class Handler < Base; end'],
    ['a class without a base', 'class Handler\n  def handler_name = "N.A"\nend'],
    ['a call of another method', "other_handler('N.A') { }"],
  ])('are none: %s', (_, code) => {
    expect(handlersIn({ 'a.rb': code })).toEqual([]);
  });

  it('tell what stands in the way', () => {
    const files = {
      'a.rb': "A = step_handler('N.' + 'A') { |context:| {} }",
      'b.rb': 'class B < TaskerCore::StepHandler::Base\n  def call(\nend',
    };
    expect(problemsIn(handlerFolder(files))).toEqual([
      expect.stringMatching(
        /^lambdas\/b\.rb:\d:\d+: error: handler-build-failed: .*"lambdas\/b\.rb" cannot be built: .*unexpected/,
      ),
      'lambdas/a.rb:1:1: error: handler-build-failed: The handler file "lambdas/a.rb" cannot be built: the name of "A" is computed, but must be a plain string.',
    ]);
  });
});

describe.skipIf(!hasRuby)('a bundle of Ruby', () => {
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
});

function functionBundle(code: string) {
  const folder = handlerFolder({ 'greet.rb': code });
  const handlers = new Map(findFunctions([join(folder, 'greet.rb')]).handlers.map((each) => [each.name, each]));
  const { bundle: made } = bundleHandlers({ dir: folder, handlers, outDir: makeFolder() });
  return { folder, made: made.get('greet')! };
}

/** A folder with gems, which bundler takes for a server of them. */
function writeGem(
  folder: string,
  name: string,
  { extension, system }: { extension?: string; system?: string } = {},
): void {
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
  it.platform = ARGV[3] if ARGV[3]
end
require 'rubygems/package'
Gem::DefaultUserInteraction.ui = Gem::SilentUI.new
File.rename(Gem::Package.build(gem), File.join(ARGV[2], 'gems', gem.file_name))
`;
  execFileSync('ruby', ['-e', code, source, name, folder, ...(system === undefined ? [] : [system])], {
    stdio: 'pipe',
  });
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
    const { value, diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
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

  it('lack those of layers, and are refused where they were built for this machine', () => {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeGem(join(root, 'server'), 'greeting');
    // It builds nothing, and counts as one that does.
    writeGem(join(root, 'server'), 'native', { extension: 'File.write(\'Makefile\', "all install clean:\\n")\n' });
    writeFileSync(join(root, 'Gemfile'), `source 'file://${root}/server'\ngem 'greeting'\ngem 'native'\n`);
    writeFileSync(join(root, 'Gemfile.lock'), lockOf(root, ['greeting (1.0)', 'native (1.0)']));
    writeFileSync(join(dir, 'charge.rb'), `require 'greeting'\nrequire 'native'\n${charge}`);
    const { diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
    expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      [
        'requirements-failed',
        expect.stringContaining('"native-1.0" has native code, which is built for this machine and not for Lambda'),
        expect.stringContaining('put the gem into a layer and name it in "external" of "bundling"'),
      ],
    ]);
    const made = bundleCharge(dir, { cpu: 'arm64', bundling: { external: ['native'] } });
    expect(made.diagnostics).toEqual([]);
    const gems = join(made.value!.get('Shop.Charge')!.folder, 'vendor/bundle/ruby/3.4.0');
    expect([readdirSync(join(gems, 'gems')), readdirSync(join(gems, 'specifications'))]).toEqual([
      ['greeting-1.0'],
      ['greeting-1.0.gemspec'],
    ]);
  }, 120_000);

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'come built for the processor of the function',
    () => {
      const root = makeFolder();
      const dir = join(root, 'lambdas');
      mkdirSync(dir);
      writeGem(join(root, 'server'), 'native', { system: 'x86_64-linux' });
      writeFileSync(join(root, 'Gemfile'), `source 'file://${root}/server'\ngem 'native'\n`);
      const lock = lockOf(root, ['native (1.0-x86_64-linux)']).replace('  ruby\n', '  x86_64-linux\n');
      writeFileSync(join(root, 'Gemfile.lock'), lock);
      writeFileSync(join(dir, 'charge.rb'), `require 'native'\n${charge}`);
      expect(bundleCharge(dir, { cpu: 'arm64' }).diagnostics.map(({ message }) => message)).toEqual([
        expect.stringContaining('"native-1.0-x86_64-linux" has native code'),
      ]);
      const { value, diagnostics } = bundleCharge(dir, { cpu: 'x64' });
      expect(diagnostics).toEqual([]);
      const { folder } = value!.get('Shop.Charge')!;
      expect(readdirSync(join(folder, 'vendor/bundle/ruby/3.4.0/gems'))).toEqual(['native-1.0-x86_64-linux']);
    },
    120_000,
  );

  it('say which of them is not to be had', () => {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeGem(join(root, 'server'), 'greeting');
    writeFileSync(join(root, 'Gemfile'), `source 'file://${root}/server'\ngem 'farewell'\n`);
    writeFileSync(join(root, 'Gemfile.lock'), lockOf(root, ['farewell (2.0)']));
    writeFileSync(join(dir, 'charge.rb'), `require 'farewell'\n${charge}`);
    expect(bundleCharge(dir, { cpu: 'arm64' }).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['requirements-failed', expect.stringContaining('farewell')],
    ]);
  }, 60_000);
});

function lockOf(root: string, gems: readonly string[]): string {
  const names = gems.map((gem) => gem.replace(/ .*/, ''));
  return `GEM\n  remote: file://${root}/server/\n  specs:\n${gems.map((gem) => `    ${gem}\n`).join('')}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n${names.map((name) => `  ${name}\n`).join('')}\nBUNDLED WITH\n   2.3.7\n`;
}
