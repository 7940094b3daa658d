import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { bundleHandlers, firstOwnLine } from '../../lib/languages/index.ts';
import { LambdaHost } from '../../lib/local/index.ts';
import { findHandlers } from '../../lib/project/index.ts';
import { bundleCharge, chargeEvent, handlersIn, problemsIn } from '../support/bundle-charge.ts';
import { handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';
import { OTHER_LANGUAGES } from '../support/other-languages.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(OTHER_LANGUAGES)('handlers in $title', (the) => {
  const { extension, charge, modules } = the;
  const file = `charge.${extension}`;

  describe('without it', () => {
    it('are not found, with a way out', () => {
      vi.stubEnv(the.variable, 'no-such-program');
      const dir = handlerFolder({ [file]: charge, 'a.ts': handlerModule('A', 'N::A') });
      expect(problemsIn(dir)).toEqual([
        `lambdas/${file}:1:1: warning: interpreter-not-found: "lambdas/${file}" needs ${the.needs}: there is no "no-such-program" that runs. Its handlers are not found.`,
      ]);
      const { value, diagnostics } = findHandlers('lambdas', dirname(dir));
      expect([...(value?.keys() ?? [])]).toEqual(['N.A']);
      expect(diagnostics[0]?.hint).toContain(the.variable);
    });

    it('nothing is said of files that hold none', () => {
      vi.stubEnv(the.variable, 'no-such-program');
      expect(problemsIn(handlerFolder({ [`tool.${extension}`]: the.tool }))).toEqual([]);
    });

    it('a template that names one says so', () => {
      vi.stubEnv(the.variable, 'no-such-program');
      const { diagnostics } = bundleCharge(handlerFolder({ [file]: charge }));
      expect(diagnostics.map(({ code }) => code)).toEqual(['interpreter-not-found', 'handler-not-found']);
    });

    it('a bundle request without any starts no interpreter', () => {
      vi.stubEnv(the.variable, 'no-such-program');
      const request = { dir: makeFolder(), handlers: new Map(), outDir: makeFolder() };
      expect(bundleHandlers(request)).toEqual({ bundle: new Map(), problems: [] });
    });
  });

  it.skipIf(!the.isHere)('are not run when they are found', () => {
    expect(handlersIn({ [file]: `${the.exits}${charge}` })).toHaveLength(1);
  });

  it.skipIf(!the.isHere)('conflict with those of another language that have their names', () => {
    expect(problemsIn(handlerFolder({ [file]: charge, 'd.ts': handlerModule('Charge', 'Shop.Charge') }))).toEqual([
      `lambdas/${file}:${the.at}: error: handler-conflict: Two handlers are named "Shop::Charge": one in "lambdas/d.ts", one in "lambdas/${file}".`,
    ]);
  });

  describe.skipIf(!the.isHere)('are bundled', () => {
    it('to run here from the sources, and name their lines where they fail', async () => {
      const dir = handlerFolder(modules);
      const { value, diagnostics } = bundleCharge(dir);
      expect(diagnostics).toEqual([]);
      const made = value!.get('Shop.Charge')!;
      expect(made.runtime).toBe(the.runtime);
      expect(made.sources.map((each) => relative(dir, each)).sort()).toEqual(the.sources);
      let trace: readonly string[] = [];
      const host = new LambdaHost({
        functions: new Map([['charge', { file: made.entry, command: made.command!, timeout: 10 }]]),
        environment: { PATH: process.env['PATH'] },
        onThrown: (_, thrown) => (trace = thrown),
      });
      try {
        const answer = JSON.parse((await host.invoke('charge', chargeEvent({}), 'r1')).payload);
        expect(answer).toEqual({ after: [], result: the.result });
        const failed = JSON.parse((await host.invoke('charge', chargeEvent({ fail: true }), 'r2')).payload);
        // The name is the machine's, whatever Lambda's client of the language would tell.
        expect(failed).toMatchObject({ errorType: 'RetryAfterError' });
        expect(JSON.parse(failed['errorMessage'])).toMatchObject({ type: the.fails.type, retryable: true });
        expect(firstOwnLine(trace, dir)).toBe(the.fails.at);
        // It answers once, and the process goes on.
        const again = await host.invoke('charge', chargeEvent({}), 'r3');
        expect(again.failed).toBe(false);
        expect(again.log).not.toContain('Init Duration');
      } finally {
        host.close();
      }
    });

    it('to be deployed with what they need, the runtime, and nothing else', () => {
      const dir = handlerFolder(modules);
      const { value, diagnostics } = bundleCharge(dir, { cpu: 'arm64' });
      expect(diagnostics).toEqual([]);
      const { folder, entry, hash } = value!.get('Shop.Charge')!;
      expect(readdirSync(folder).sort()).toEqual(the.deployed);
      expect(readdirSync(join(folder, 'lambdas', 'shop')).sort()).toEqual(the.deployedHandlers);
      const runtime = ['tasker_core', 'tasker_sfn'].flatMap((part) => readdirSync(join(folder, part)));
      expect(runtime.filter((name) => /^(?:__pycache__|testing\..*|bootstrap\.rb)$/.test(name))).toEqual([]);
      expect(readFileSync(entry, 'utf8')).not.toContain(dirname(dir));
      const run = spawnSync(the.program, the.invoke(folder, chargeEvent({})), { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ result: the.result });
      expect(bundleCharge(handlerFolder(modules), { cpu: 'x64' }).value!.get('Shop.Charge')!.hash).toBe(hash);
    });

    it('and say what is there when a template names another', () => {
      const { diagnostics } = bundleCharge(handlerFolder(modules), { callable: 'Shop::Charg' });
      expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
        ['handler-not-found', expect.stringContaining('Shop::Charg'), expect.stringContaining('Shop::Charge')],
      ]);
    });

    it('and say which import nothing provides', () => {
      const { code, missing, advice } = the.imports;
      const { diagnostics } = bundleCharge(handlerFolder({ [file]: `${code}${charge}` }), { cpu: 'arm64' });
      expect(
        diagnostics.map(({ code, message, span }) => [code, message, positionOf(span.file, span.start).line]),
      ).toEqual([['module-not-required', expect.stringContaining(missing), 2]]);
      expect(diagnostics[0]?.hint).toContain(advice);
      expect(diagnostics[0]?.hint).toContain('"external" of "bundling"');
    });

    it('and say which file cannot be read', () => {
      const { imports, file: other, code } = the.broken;
      const { diagnostics } = bundleCharge(handlerFolder({ [file]: `${imports}${charge}`, [other]: code }));
      expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
        ['handler-build-failed', expect.stringContaining(other)],
      ]);
    });
  });
});
