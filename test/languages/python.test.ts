import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LambdaHost } from '../../lib/local/index.ts';
import { findHandlers } from '../../lib/project/index.ts';
import { bundleCharge, chargeEvent, handlersIn, problemsIn } from '../support/bundle-charge.ts';
import { handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';
import { OTHER_LANGUAGES } from '../support/other-languages.ts';

const { charge, modules } = OTHER_LANGUAGES.find(({ language }) => language === 'python')!;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(!hasPython)('handlers in Python', () => {
  it('are found in all folders, beside those in TypeScript', () => {
    const files = {
      'a.ts': handlerModule('A', 'N::A'),
      'shop/charge.py': charge,
      'shop/test_charge.py': charge.replace('Shop::Charge', 'Shop::Test'),
      'shop/notes.txt': charge,
      '__pycache__/old.py': charge,
    };
    expect(handlersIn(files)).toEqual([
      ['N.A', 'N::A', 'a.ts', 'A', 'typescript'],
      ['Shop.Charge', 'Shop::Charge', 'shop/charge.py', 'Charge', 'python'],
    ]);
  });

  it.each([
    ['a class', 'class A(StepHandler):\n    handler_name = "N.A"', 'A'],
    ['a typed name', 'class A(StepHandler):\n    handler_name: str = "N.A"', 'A'],
    ['a name that is a constant of the module', 'NAME = "N.A"\nclass A(StepHandler):\n    handler_name = NAME', 'A'],
    ['a class with mixins', 'class A(Mixin, base.StepHandler):\n    handler_name = "N.A"', 'A'],
    ['a class within "if"', 'if True:\n    class A(StepHandler):\n        handler_name = "N.A"', 'A'],
    ['a function', '@step_handler("N.A")\n@depends_on(b="b")\ndef a(b): ...', 'a'],
    ['an async function', '@inputs("x")\n@step_handler(name="N.A")\nasync def a(x): ...', 'a'],
    ['a decorator by its module', '@functional.decision_handler("N.A")\ndef a(): ...', 'a'],
    [
      'a decorator under another name',
      'from tasker_core.step_handler import batch_worker as bw\n@bw("N.A")\ndef a(): ...',
      'a',
    ],
    ['an analyzer', '@batch_analyzer("N.A", worker_template="w")\ndef a(): ...', 'a'],
    ['a call of an API', '@api_handler("N.A", base_url="http://x")\ndef a(api): ...', 'a'],
  ])('are found as %s', (_, code, exportName) => {
    expect(handlersIn({ 'a.py': code })).toEqual([['N.A', 'N.A', 'a.py', exportName, 'python']]);
  });

  it.each([
    ['a base class', 'class Base(StepHandler):\n    def prepare(self, context): ...  # handler_name'],
    ['an empty name', 'class A(StepHandler):\n    handler_name = ""'],
    ['a function with another decorator', '@other("N.A")\ndef a(): ...  # step_handler'],
    ['a class within a function', 'def make():\n    class A(StepHandler):\n        handler_name = "N.A"'],
  ])('are none: %s', (_, code) => {
    expect(handlersIn({ 'a.py': code })).toEqual([]);
  });

  it('are also found by their modules and classes, from the folder and from the project', () => {
    const dir = handlerFolder({
      '../pyproject.toml': '',
      'shop/charge.py': charge,
      'shop/plain.py': 'class Plain(tasker_core.StepHandler):\n    def call(self, context): ...',
      'other.ts': handlerModule('Other', 'shop.charge.Charge'),
    });
    const { value = new Map(), diagnostics } = findHandlers(dir, '/');
    expect(diagnostics).toEqual([]);
    const names = [...value].map(([callable, { exportName, language }]) => [callable, exportName, language]);
    expect(names).toEqual([
      // A name of its own comes first.
      ['shop.charge.Charge', 'Other', 'typescript'],
      ['Shop.Charge', 'Charge', 'python'],
      ['shop.plain.Plain', 'Plain', 'python'],
      ['lambdas.shop.charge.Charge', 'Charge', 'python'],
      ['lambdas.shop.plain.Plain', 'Plain', 'python'],
    ]);
  });

  it('tell what stands in the way', () => {
    const files = {
      'a.py': 'class A(StepHandler):\n    handler_name = "N." + "A"',
      'b.py': 'class B(StepHandler):\n    handler_name = "N.B"\n    def call(self: pass',
    };
    expect(problemsIn(handlerFolder(files))).toEqual([
      expect.stringMatching(/^lambdas\/b\.py:3:\d+: error: handler-build-failed: .*"lambdas\/b\.py" cannot be built: /),
      'lambdas/a.py:2:5: error: handler-build-failed: The handler file "lambdas/a.py" cannot be built: the name of "A" is computed, but must be a plain string.',
    ]);
  });
});

describe.skipIf(!hasPython)('a bundle of Python', () => {
  it.each(['shop.charge.Charge', 'lambdas.shop.charge.Charge'])(
    'runs a class that is named as %s',
    async (callable) => {
      const made = bundleCharge(handlerFolder(modules), { callable }).value!.get(callable)!;
      const host = new LambdaHost({
        functions: new Map([['charge', { file: made.entry, command: made.command!, timeout: 10 }]]),
        environment: { PATH: process.env['PATH'] },
      });
      try {
        const { payload } = await host.invoke('charge', chargeEvent({}, callable), 'r1');
        expect(JSON.parse(payload)).toMatchObject({ result: { cents: 150 } });
      } finally {
        host.close();
      }
    },
  );

  it('writes metrics into its log where it is asked to', () => {
    const { folder } = bundleCharge(handlerFolder(modules), { cpu: 'arm64', bundling: { metrics: true } }).value!.get(
      'Shop.Charge',
    )!;
    const code = `import json, index; index.handler(json.loads('''${chargeEvent({})}'''), None)`;
    const { stdout } = spawnSync('python3', ['-c', code], { cwd: folder, encoding: 'utf8' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ message, attempts, failures }) => [message, attempts, failures])).toEqual([
      ['Step started', undefined, undefined],
      ['Step succeeded', 1, 0],
    ]);
    expect(lines[1]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Namespace: 'Tasker' }] }, parked_bytes: 0 });
  });
});

/** A wheel of one module, which pip installs without any index. */
function writeWheel(folder: string, name: string, tag: string): void {
  mkdirSync(folder, { recursive: true });
  const code = `
import sys, zipfile
folder, name, tag = sys.argv[1:]
info = f"{name}-1.0.dist-info"
with zipfile.ZipFile(f"{folder}/{name}-1.0-{tag}.whl", "w") as wheel:
    wheel.writestr(f"{name}.py", f"NAME = {name!r}\\n")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n")
    wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: {tag}\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;
  execFileSync('python3', ['-c', code, folder, name, tag]);
}

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;

describe.skipIf(!hasPython || !hasPip)('locked requirements', () => {
  it('lie beside the code of a handler that imports any, for its processor', () => {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeWheel(join(root, 'wheels'), 'greeting', 'py3-none-any');
    writeWheel(join(root, 'wheels'), 'native', 'cp313-cp313-manylinux_2_28_aarch64');
    writeFileSync(
      join(root, 'requirements.txt'),
      '--no-index\n--find-links wheels\ngreeting==1.0\nnative==1.0\ntasker-py==0.1.8\n',
    );
    writeFileSync(join(dir, 'charge.py'), `import greeting, native\n${charge}`);
    const { value, diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
    expect(diagnostics).toEqual([]);
    const { folder } = value!.get('Shop.Charge')!;
    expect(
      readdirSync(folder)
        .filter((name) => !name.includes('dist-info'))
        .sort(),
    ).toEqual(['greeting.py', 'index.py', 'lambdas', 'native.py', 'tasker_core', 'tasker_sfn']);
    expect(bundleCharge(dir, { cpu: 'x64' }).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['requirements-failed', expect.stringContaining('"native==1.0" has no wheel for Python 3.13')],
    ]);
    expect(existsSync(join(root, `.tasker-sfn-${process.pid}.txt`))).toBe(false);
  }, 180_000);

  it('lack what a layer has, though it has no wheel', () => {
    const { root, dir, hash } = projectWithWheel();
    const external = ['native_thing'];
    writeFileSync(join(dir, 'charge.py'), `import greeting, native_thing\n${charge}`);
    const list = (hashes: string) =>
      `--no-index\n--find-links wheels\ngreeting==1.0${hashes}\nNative.Thing==1.0${hashes}\n`;
    for (const hashes of ['', ` --hash=${hash}`]) {
      writeFileSync(join(root, 'requirements.txt'), list(hashes));
      const { diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
      expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
        ['requirements-failed', expect.stringContaining('put the package into a layer and name it in "external"')],
      ]);
      const made = bundleCharge(dir, { cpu: 'arm64', bundling: { external } });
      expect(made.diagnostics).toEqual([]);
      expect(readdirSync(made.value!.get('Shop.Charge')!.folder)).toContain('greeting.py');
    }
  }, 180_000);

  /** A project whose handler imports a package that lies in the folder `wheels`, under the hash that is returned. */
  function projectWithWheel() {
    const root = makeFolder();
    const dir = join(root, 'lambdas');
    mkdirSync(dir);
    writeWheel(join(root, 'wheels'), 'greeting', 'py3-none-any');
    writeFileSync(join(dir, 'charge.py'), `import greeting\n${charge}`);
    const wheel = readFileSync(join(root, 'wheels', 'greeting-1.0-py3-none-any.whl'));
    return { root, dir, hash: `sha256:${createHash('sha256').update(wheel).digest('hex')}` };
  }

  function packagesIn(dir: string) {
    const { value, diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
    expect(diagnostics).toEqual([]);
    return readdirSync(value!.get('Shop.Charge')!.folder).filter((name) => name.endsWith('.py'));
  }

  it('may name other files, which may name Tasker, too', () => {
    const { root, dir } = projectWithWheel();
    mkdirSync(join(root, 'more'));
    writeFileSync(join(root, 'requirements.txt'), '--no-index\n--find-links wheels\n-r more/all.txt # of all\n');
    writeFileSync(
      join(root, 'more', 'all.txt'),
      'tasker-py==0.1.8\n--requirement=own.txt\n-c limits.txt\n-r all.txt\n',
    );
    writeFileSync(join(root, 'more', 'own.txt'), 'greeting\ntasker_py >= 0.1\n');
    writeFileSync(join(root, 'more', 'limits.txt'), 'greeting==1.0\n');
    expect(packagesIn(dir)).toEqual(['greeting.py', 'index.py']);
    writeFileSync(join(root, 'more', 'all.txt'), '-r gone.txt\n');
    expect(bundleCharge(dir, { cpu: 'arm64' }).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['requirements-failed', expect.stringContaining('more/gone.txt')],
    ]);
  }, 180_000);

  it('may have hashes, which hold', () => {
    const { root, dir, hash } = projectWithWheel();
    // The original goes with the lines of its hashes.
    const list = (good: string) =>
      `--no-index\n--find-links wheels\ntasker-py==0.1.8 \\\n    --hash=sha256:${'0'.repeat(64)} \\\n    --hash=sha256:${'1'.repeat(64)}\ngreeting==1.0 \\\n    --hash=${good}\n`;
    writeFileSync(join(root, 'requirements.txt'), list(hash));
    expect(packagesIn(dir)).toEqual(['greeting.py', 'index.py']);
    writeFileSync(join(root, 'requirements.txt'), list(`sha256:${'2'.repeat(64)}`));
    expect(bundleCharge(dir, { cpu: 'arm64' }).diagnostics.map(({ code }) => code)).toEqual(['requirements-failed']);
  }, 180_000);

  it('may be those of poetry.lock, without what only developers need', () => {
    const { root, dir, hash } = projectWithWheel();
    const locked = (name: string, more: string) =>
      `[[package]]\nname = "${name}"\nversion = "1.0"\noptional = false\n${more}\nfiles = [{file = "x.whl", hash = "${hash}"}]\n`;
    writeFileSync(
      join(root, 'poetry.lock'),
      locked('greeting', 'groups = ["main", "dev"]\nmarkers = "python_version >= \\"3.9\\""') +
        locked('pytest', 'groups = ["dev"]') +
        locked('tasker-py', 'groups = ["main"]'),
    );
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', join(root, 'wheels'));
    expect(packagesIn(dir)).toEqual(['greeting.py', 'index.py']);
    writeFileSync(join(root, 'poetry.lock'), `${locked('greeting', '')}\n[package.source]\ntype = "git"\nurl = "x"\n`);
    expect(bundleCharge(dir, { cpu: 'arm64' }).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['requirements-failed', expect.stringContaining('"greeting" is locked to a git')],
    ]);
  }, 180_000);

  it('may be those of uv.lock, which uv reads', () => {
    const { root, dir } = projectWithWheel();
    writeFileSync(join(root, 'uv.lock'), '');
    const bin = makeFolder();
    vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
    const uv = (code: string) => writeFileSync(join(bin, 'uv'), `#!/bin/sh\n${code}\n`, { mode: 0o755 });
    uv('echo "$@" > asked; printf -- "--no-index\\n--find-links wheels\\ngreeting==1.0\\ntasker-py==0.1.8\\n"');
    expect(packagesIn(dir)).toEqual(['greeting.py', 'index.py']);
    expect(readFileSync(join(root, 'asked'), 'utf8')).toMatch(/^export --frozen --no-dev /);
    uv('echo "error: the lock is out of date" >&2; exit 2');
    expect(bundleCharge(dir, { cpu: 'x64' }).diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('the lock is out of date'),
    ]);
  }, 180_000);
});
