import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { bundleHandlers, type BundleOptions } from '../../lib/project/index.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';

const workflow = compileTemplate(
  'name: t\nnamespace_name: n\nversion: 1.0.0\nsteps:\n  - { name: s, handler: { callable: N.A } }\n',
  { file: 't.yaml' },
).value!;

/** A package beside the handlers, that one of them imports. */
function bundle(
  packages: Readonly<Record<string, string>>,
  options: Partial<BundleOptions> = {},
  handler = `import x from 'pack';\n${handlerModule('A', 'N.A', '{ x }')}`,
) {
  const files = Object.entries(packages).map(([file, text]) => [`../node_modules/${file}`, text]);
  const dir = handlerFolder({ '../node_modules/.keep': '', ...Object.fromEntries(files), 'a.ts': handler });
  const from = dirname(dir);
  const { value, diagnostics } = bundleHandlers([workflow], { dir: 'lambdas', from, cpuOf: () => 'arm64', ...options });
  const problems = diagnostics.map(({ code, severity, span }) => {
    const { line, column } = positionOf(span.file, span.start);
    return `${severity} ${code} ${span.file.path}:${line}:${column}`;
  });
  return { problems, folder: value?.get('N.A')?.folder ?? '' };
}

const pack = (text: string, manifest: object = {}) => ({
  'pack/package.json': JSON.stringify({ name: 'pack', version: '1.0.0', main: 'i.js', ...manifest }),
  'pack/i.js': text,
});

describe('what a bundle cannot hold', () => {
  it.each([
    ['a native module that is required', `module.exports = require('./x.node');`, 1],
    [
      'one by a computed name',
      'const p = process.platform;\nmodule.exports = require(`@img/sharp-${p}/sharp.node`);',
      1,
    ],
    [
      'one of a list of names',
      'const paths = [`./build/${process.platform}.node`, "@img/x/x.node"];\nfor (const path of paths) module.exports = require(path);',
      1,
    ],
  ])('is %s', (_, text) => {
    const files = { ...pack(text), 'pack/x.node': '' };
    expect(bundle(files).problems).toEqual([expect.stringMatching(/^error native-module node_modules\/pack\/i\.js:/)]);
  });

  it('is a package that looks for its native module', () => {
    const finder = {
      'node-gyp-build/package.json': '{"name":"node-gyp-build","main":"i.js"}',
      'node-gyp-build/i.js': 'module.exports = (dir) => require(dir);',
    };
    expect(bundle({ ...pack(`module.exports = require('node-gyp-build')(__dirname);`), ...finder }).problems).toEqual([
      expect.stringMatching(/^error native-module node_modules\/node-gyp-build\/i\.js/),
    ]);
  });

  it('is one that an ES module requires by itself', () => {
    const text = "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n";
    const own = (rest: string) => bundle(pack(`${text}${rest}`, { type: 'module' })).problems;
    expect(own("export default require('@img/sharp-linux-arm64/sharp.node');")).toEqual([
      expect.stringMatching(/^error native-module node_modules\/pack\/i\.js:1:1/),
    ]);
    expect(own("export default require('./other.js');")).toEqual([
      'warning computed-module-name node_modules/pack/i.js:3:16',
    ]);
    expect(own("export default [require('fs'), require('node:path')];")).toEqual([]);
  });

  it('is nothing of the runtime, whatever of it a handler uses', () => {
    const handler = `import { HandlerRegistry } from '@tasker-systems/tasker';\n${handlerModule('A', 'N.A', '{ n: new HandlerRegistry().handlerCount() }')}`;
    expect(bundle({}, {}, handler).problems).toEqual([]);
    const computed = `export const load = (name) => import(name);`;
    const both = `import { load } from 'pack';\n${handler.replace('{ n:', '{ load, n:')}`;
    expect(bundle(pack(computed, { type: 'module' }), {}, both).problems).toEqual([
      'warning computed-module-name node_modules/pack/i.js:1:31',
    ]);
  });

  it('is not a list of extensions', () => {
    const text = `const endings = ['.js', '.node'];\nmodule.exports = (name) => require(name + endings[0]);`;
    expect(bundle(pack(text)).problems).toEqual(['warning computed-module-name node_modules/pack/i.js:2:28']);
  });

  it('is an error where it runs here, too: Lambda would not find it', () => {
    const files = pack('const p = process.platform;\nmodule.exports = require(`sharp-${p}/sharp.node`);');
    expect(bundle(files, { cpuOf: undefined }).problems).toEqual([expect.stringMatching(/^error native-module/)]);
  });

  it.each([
    [
      'a computed name',
      `const path = require('path');\nmodule.exports = (name) => require(path.join(__dirname, name));`,
      '2:28',
    ],
    ['a computed import', `module.exports = (name) => import(name);`, '1:28'],
  ])('may be a module by %s', (_, text, place) => {
    expect(bundle(pack(text)).problems).toEqual([`warning computed-module-name node_modules/pack/i.js:${place}`]);
  });

  it('is not what Node.js has, what is not there to begin with, or a text that looks so', () => {
    const text = `let x;
      try { x = require('not-there'); } catch {}
      const text = 'require(name)'; // require(name)
      module.exports = [require('fs'), require(\`node:path\`), x, text, require.resolve, { require(x) { return x; } }.require(1)];`;
    expect(bundle(pack(text)).problems).toEqual([]);
  });
});

describe('bundling', () => {
  const native = 'module.exports = require(`./${process.platform}.node`);';
  const bound = (cpu: string) => ({
    [`pack-${cpu}/package.json`]: JSON.stringify({ name: `pack-${cpu}`, version: '1.0.0', os: ['linux'], cpu: [cpu] }),
    [`pack-${cpu}/pack.node`]: cpu,
  });
  const manifest = { dependencies: { dep: '1' }, optionalDependencies: { 'pack-arm64': '1', 'pack-x64': '1' } };
  const dep = { 'dep/package.json': '{"name":"dep","version":"1.0.0"}', 'dep/i.js': '' };

  it('copies packages beside the bundle, with what they depend on, for the system of the function', () => {
    const files = { ...pack(native, manifest), ...dep, ...bound('arm64'), ...bound('x64') };
    const { problems, folder } = bundle(files, { bundling: { nodeModules: ['pack'] } });
    expect(problems).toEqual([]);
    expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toMatch(/from\s*"pack"/);
    for (const file of ['pack/i.js', 'dep/i.js', 'pack-arm64/pack.node']) {
      expect(existsSync(join(folder, 'node_modules', file)), file).toBe(true);
    }
    expect(existsSync(join(folder, 'node_modules/pack-x64'))).toBe(false);
    const other = bundle(files, { bundling: { nodeModules: ['pack'] }, cpuOf: () => 'x64' });
    expect(existsSync(join(other.folder, 'node_modules/pack-x64'))).toBe(true);
  });

  const told = (packages: Readonly<Record<string, string>>, options: Partial<BundleOptions>) => {
    const files = Object.entries(packages).map(([file, text]) => [`../node_modules/${file}`, text]);
    const dir = handlerFolder({ ...Object.fromEntries(files), 'a.ts': handlerModule('A', 'N.A') });
    return bundleHandlers([workflow], { dir: 'lambdas', from: dirname(dir), cpuOf: () => 'arm64', ...options });
  };

  it.each([
    [
      'not installed',
      {},
      'pakc',
      'The package "pakc" is to be deployed beside the bundles, but is not installed (looked for from "lambdas").',
    ],
    [
      'installed for another system',
      { ...pack(native, manifest), ...dep, ...bound('x64') },
      'pack',
      'The package "pack" cannot be deployed beside the bundles: it is installed for another system than linux on arm64.',
    ],
    [
      'itself for another system',
      pack(native, { os: ['darwin'] }),
      'pack',
      'The package "pack" cannot be deployed beside the bundles: it is installed for another system than linux on arm64.',
    ],
    [
      'for another C library than Lambda has',
      {
        ...pack(native, manifest),
        ...dep,
        'pack-arm64/package.json': '{"os":["linux"],"cpu":["arm64"],"libc":["musl"]}',
      },
      'pack',
      'The package "pack" cannot be deployed beside the bundles: it is installed for another system than linux on arm64.',
    ],
    [
      'needed in two versions',
      {
        ...pack(native, { dependencies: { dep: '1', other: '1' } }),
        ...dep,
        'other/package.json': '{"name":"other","version":"1.0.0","dependencies":{"dep":"2"}}',
        'other/node_modules/dep/package.json': '{"name":"dep","version":"2.0.0"}',
      },
      'pack',
      'The package "dep" cannot be deployed beside the bundles: it is needed in the versions "1.0.0" and "2.0.0".',
    ],
  ])('refuses a package that is %s', (_, files, name, message) => {
    const { value, diagnostics } = told(files, { bundling: { nodeModules: [name] } });
    expect(value).toBeUndefined();
    expect(diagnostics.map((each) => each.message)).toEqual([message]);
    expect(diagnostics[0]!.code).toBe(name === 'pakc' ? 'package-not-installed' : 'package-unfit');
    expect(diagnostics[0]!.hint).toBeDefined();
  });

  it('refuses files that are not there, and packages that are not installed here', () => {
    const files = told({}, { bundling: { files: ['mail.html'] } });
    expect(files.diagnostics.map(({ message }) => message)).toEqual([
      'There is no file or folder "lambdas/mail.html".',
    ]);
    const packages = told({}, { bundling: { nodeModules: ['pakc'] }, cpuOf: undefined });
    expect(packages.diagnostics.map(({ code }) => code)).toEqual(['package-not-installed']);
  });

  it('takes the packages of each function for its own processor', () => {
    const two = compileTemplate(
      'name: t\nnamespace_name: n\nversion: 1.0.0\nsteps:\n  - { name: s, handler: { callable: N.A } }\n  - { name: t, handler: { callable: N.B } }\n',
      { file: 't.yaml' },
    ).value!;
    const packages = { ...pack(native, manifest), ...dep, ...bound('arm64'), ...bound('x64') };
    const files = Object.entries(packages).map(([file, text]) => [`../node_modules/${file}`, text]);
    const handlers = { 'a.ts': handlerModule('A', 'N.A'), 'b.ts': handlerModule('B', 'N.B') };
    const dir = handlerFolder({ ...Object.fromEntries(files), ...handlers });
    const { value } = bundleHandlers([two], {
      ...{ dir: 'lambdas', from: dirname(dir), bundling: { nodeModules: ['pack'] } },
      cpuOf: (callable) => (callable === 'N.A' ? 'x64' : 'arm64'),
    });
    const has = (callable: string, cpu: string) =>
      existsSync(join(value!.get(callable)!.folder, 'node_modules', `pack-${cpu}`));
    expect([has('N.A', 'x64'), has('N.A', 'arm64'), has('N.B', 'x64'), has('N.B', 'arm64')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('leaves out what a layer brings, loads files as told, and copies files', () => {
    const handler = `import x from 'layered';\nimport mail from './mail.html';\n${handlerModule('A', 'N.A', '{ x, mail }')}`;
    const dir = handlerFolder({
      ...{ '../node_modules/.keep': '', 'a.ts': handler, 'mail.html': '<p>hello</p>', 'data/list.json': '[]' },
    });
    const { value, diagnostics } = bundleHandlers([workflow], {
      ...{ dir: 'lambdas', from: dirname(dir) },
      bundling: { external: ['layered'], loader: { '.html': 'text' }, files: ['data/list.json'] },
    });
    expect(diagnostics).toEqual([]);
    const { folder } = value!.get('N.A')!;
    const code = readFileSync(join(folder, 'index.mjs'), 'utf8');
    expect(code).toContain('<p>hello</p>');
    expect(code).toMatch(/from\s*"layered"/);
    expect(readFileSync(join(folder, 'data/list.json'), 'utf8')).toBe('[]');
  });
});
