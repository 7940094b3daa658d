import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleHandlers, findHandlers, type HandlerBundle } from '../../lib/languages/index.ts';
import { findRuntimeEntry } from '../../lib/languages/typescript/runtime-entry.ts';
import { sampleEvent } from '../runtime/sample-event.ts';
import { bundleFolder, handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';

const lambdas = fileURLToPath(new URL('../../lambdas', import.meta.url));
const textOf = (bundle: HandlerBundle, callable: string) => readFileSync(bundle.get(callable)!.entry, 'utf8');
const hashes = (bundle: HandlerBundle) => Object.fromEntries([...bundle].map(([name, { hash }]) => [name, hash]));

const ab = {
  'a.ts': handlerModule('A', 'N::A', `{ mark: 'mark-of-a' }`),
  'b.ts': handlerModule('B', 'N::B', `{ mark: 'mark-of-b' }`),
};

it('find what Lambda has and the runtime needs, though the project has not installed it', () => {
  const dir = handlerFolder(ab);
  const outDir = makeFolder();
  bundleFolder(dir, outDir);
  const { name } = JSON.parse(readFileSync(join(outDir, 'node_modules/@aws-sdk/client-sfn/package.json'), 'utf8'));
  expect(name).toBe('@aws-sdk/client-sfn');
});

it('find the version of it that the project has installed', () => {
  const manifest = JSON.stringify({ name: '@aws-sdk/client-sfn', version: '0.0.1' });
  const dir = handlerFolder({ ...ab, 'node_modules/@aws-sdk/client-sfn/package.json': manifest });
  const outDir = makeFolder();
  bundleFolder(dir, outDir);
  expect(readFileSync(join(outDir, 'node_modules/@aws-sdk/client-sfn/package.json'), 'utf8')).toBe(manifest);
});

describe('the bundles of the handlers in lambdas/', () => {
  const root = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
  let outDir: string;
  let bundle: HandlerBundle;

  beforeAll(() => {
    mkdirSync(root, { recursive: true });
    outDir = mkdtempSync(join(root, 'bundle-test-'));
    bundle = bundleFolder(lambdas, outDir);
  });
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));

  const PARTS = ['checkpoints', 'decisions', 'event', 'failures', 'lines', 'storage', 'tasks', 'unusual'];

  /** Who starts tasks has the client beside its bundle, and nobody else. */
  const WITH_CLIENT = 'CustomerSuccess.ExecuteRefundWorkflow';

  it('are small, and so is what lies beside them', () => {
    expect(bundle.size).toBeGreaterThanOrEqual(5);
    for (const [callable, { bytes, laterBytes, entry }] of bundle) {
      expect(bytes).toBe(readFileSync(entry).length);
      // Up to 9 kB are the example's own code, whose names stay.
      expect(bytes).toBeLessThan(22_000);
      expect(laterBytes).toBeLessThan(callable === WITH_CLIENT ? 170_000 : 56_000);
    }
  });

  it('hold nothing of the compiler, the CDK or the AWS clients', () => {
    for (const [callable, { entry, folder }] of bundle) {
      const { sources } = JSON.parse(readFileSync(`${entry}.map`, 'utf8')) as { sources: string[] };
      expect(
        sources.filter(
          (source) => !/^lambdas\/|^lib\/(runtime|contract)\/|^lib\/json\.ts$|^tasker-sfn:entry$/.test(source),
        ),
      ).toEqual([]);
      const parts = PARTS.filter((part) => part !== 'tasks' || callable === WITH_CLIENT);
      expect(readdirSync(folder).sort()).toEqual([
        'index.mjs',
        'index.mjs.map',
        ...parts.map((part) => `tasker-sfn-${part}.${['event', 'lines'].includes(part) ? 'cjs' : 'mjs'}`),
      ]);
      const imported = [...readFileSync(entry, 'utf8').matchAll(/(?<!")\b(?:from|import)\s*\(?"([^"]+)"/g)].map(
        ([, name]) => name,
      );
      expect(imported.filter((name) => !/^node:|^\.\/tasker-sfn-\w+\.mjs$/.test(name!))).toEqual([]);
    }
  });

  it('hold no handler but their own', () => {
    const asWritten = (callable: string) => callable.replaceAll('.', '::');
    // Each of these has a file of its own.
    const callables = [...bundle.keys()].filter((callable) => callable.startsWith('Microservices.'));
    for (const callable of callables) {
      const code = textOf(bundle, callable);
      expect([...bundle.keys()].filter((other) => code.includes(`"${asWritten(other)}"`))).toEqual([callable]);
    }
  });

  it('run in plain Node, as Lambda does it', () => {
    const { entry } = bundle.get('Microservices.StepHandlers.CreateUserAccountHandler')!;
    const event = sampleEvent({
      task: { request: { context: { user_info: { email: 'Jane@Example.com' } } } },
      step: { callable: 'Microservices::StepHandlers::CreateUserAccountHandler' },
    });
    const script = `
      const { handler } = await import(${JSON.stringify(entry)});
      const reply = await handler(${JSON.stringify(event)}, { awsRequestId: 'r1' });
      const loaded = process.moduleLoadList.filter((each) => /^NativeModule (net|tty|module)$/.test(each));
      console.log(JSON.stringify({ reply, loaded }));`;
    const program = join(outDir, 'start.mjs');
    writeFileSync(program, script);
    const env = { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };
    const lines = execFileSync(process.execPath, [program], { encoding: 'utf8', env })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ message: 'Step started', request_id: 'r1' });
    // Each would take longer to load than the function to reply.
    expect(lines.at(-1).loaded).toEqual([]);
    expect(lines.at(-1).reply.result).toMatchObject({ email: 'jane@example.com', plan: 'free', status: 'created' });
  });
});

describe('bundleHandlers', () => {
  it('bundles the handlers that are asked for, by any spelling, each once', () => {
    const outDir = makeFolder();
    const bundle = bundleFolder(handlerFolder(ab), outDir, ['N.A', 'N::A']);
    expect([...bundle.keys()]).toEqual(['N.A']);
    expect(bundle.get('N.A')).toMatchObject({ name: 'N::A', exportName: 'A', folder: join(outDir, 'N.A') });
    // Beside them lies what Lambda has.
    expect(readdirSync(outDir).filter((name) => name !== 'node_modules')).toEqual(['N.A']);
  });

  it('adds little to a handler', () => {
    const bundle = bundleFolder(handlerFolder({ 'a.ts': handlerModule('A', 'N::A') }), makeFolder());
    expect(bundle.get('N.A')!.bytes).toBeLessThan(12_000);
  });

  it.each([false, true])('gives handlers at once what few ask for, in readable code: %s', (isReadable) => {
    const source = `import { logInfo, StepHandler, type StepContext } from '@tasker-systems/tasker';
const taskerSfn = 'ours of taskerSfn.yaml and taskerSfn.StepContext';
const require = () => 'ours';
export class A extends StepHandler {
  static override handlerName = 'N::A';
  async call(context: StepContext) {
    logInfo('odd', { big: 1n, unset: undefined, get broken() { throw new Error('never seen'); } });
    const { event, traceparent, stepUuid } = context;
    const { traceId, workflowStep } = event;
    return this.success({ same: event === context.event && workflowStep.workflowStepUuid === stepUuid, traceparent, traceId, taskerSfn, own: require() });
  }
}
`;
    const dir = handlerFolder({ 'a.ts': source });
    const { handlers } = findHandlers([join(dir, 'a.ts')], dir);
    const found = new Map(handlers.map((each) => [each.name, each]));
    const { bundle } = bundleHandlers({ dir, handlers: found, outDir: makeFolder(), isReadable });
    const { entry } = bundle.get('N::A')!;
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const event = JSON.stringify(sampleEvent({ step: { callable: 'N::A' } }));
    const program = join(dirname(entry), 'start.mjs');
    writeFileSync(
      program,
      `const { handler } = await import(${JSON.stringify(entry)});
const { result } = await handler(${event}, { xRayTraceId: '${trace}' });
console.log(JSON.stringify(result));`,
    );
    const lines = execFileSync(process.execPath, [program], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines[1]).toMatchObject({ message: 'odd', big: '1', step: 'charge' });
    expect(lines[1]).not.toHaveProperty('broken');
    expect(lines.at(-1)).toEqual({
      same: true,
      traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
      traceId: '5759e988bd862e3fe1be46a994272793',
      taskerSfn: 'ours of taskerSfn.yaml and taskerSfn.StepContext',
      own: 'ours',
    });
  });

  it('keeps the names of errors of the runtime, of classes that are called alike, and of those that name themselves', async () => {
    const source = `import * as tasker from 'tasker-sfn/runtime';
import { Refusal as Other } from './other.ts';
class Refusal extends Error {}
class PermanentError extends Error { static made = 0; count() { return PermanentError.made; } }
export class A extends tasker.StepHandler {
  static override handlerName = 'N::A';
  async call() {
    return this.success({});
  }
}
const errors = Object.entries(tasker).filter(([, each]) => (each as any)?.prototype instanceof Error);
(globalThis as any).namesInBundle = { errors: errors.map(([name, each]) => [name, (each as any).name]), own: [Refusal.name, Other.name, PermanentError.name] };
`;
    const files = { 'a.ts': source, 'other.ts': 'export class Refusal extends Error {}' };
    const bundle = bundleFolder(handlerFolder(files), makeFolder());
    await import(bundle.get('N.A')!.entry);
    const { namesInBundle: names } = globalThis as unknown as { namesInBundle: { errors: string[][]; own: string[] } };
    expect(names.own).toEqual(['Refusal', 'Refusal', 'PermanentError']);
    expect(names.errors.map(([name]) => name)).toEqual(
      expect.arrayContaining(['PermanentError', 'RetryableError', 'ResolutionError', 'PublisherNotFoundError']),
    );
    expect(names.errors.filter(([name, own]) => name !== own)).toEqual([]);
  });

  it('names the runtime as it is imported where it lacks what a handler imports', () => {
    const source = `import { Missing } from 'tasker-sfn/runtime';\n${handlerModule('A', 'N::A', '{ Missing }')}`;
    const build = () => bundleFolder(handlerFolder({ 'a.ts': source }), makeFolder());
    expect(build).toThrow(String.raw`No matching export in \"tasker-sfn/runtime\" for import \"Missing\"`);
  });

  it("finds the subpaths of Tasker's package", () => {
    const source = `import { StepEventNames } from '@tasker-systems/tasker/events';
import type { NapiStepEvent } from '@tasker-systems/tasker/ffi';
import { defineHandler } from '@tasker-systems/tasker';
export const A = defineHandler('N.A', {}, async () => ({ name: StepEventNames.STEP_EXECUTION_FAILED }));`;
    const bundle = bundleFolder(handlerFolder({ 'a.ts': source }), makeFolder(), ['N.A']);
    expect(textOf(bundle, 'N.A')).toContain('step.execution.failed');
  });

  it('leaves out what only other handlers of the file use', () => {
    const dir = handlerFolder({ 'ab.ts': `${ab['a.ts']}\n${ab['b.ts'].replace(/import .*/, '')}` });
    const bundle = bundleFolder(dir, makeFolder(), ['N.B']);
    expect(textOf(bundle, 'N.B')).toContain('mark-of-b');
    expect(textOf(bundle, 'N.B')).not.toContain('mark-of-a');
  });

  it("keeps the text of the user's own sources in the map, and of no others", () => {
    const shared = `export const mark = 'mark-of-shared';`;
    const handler = `import { mark } from './shared.ts';\n${handlerModule('A', 'N::A', '{ mark }')}`;
    const bundle = bundleFolder(handlerFolder({ 'a.ts': handler, 'shared.ts': shared }), makeFolder(), ['N.A']);
    const text = readFileSync(`${bundle.get('N.A')!.entry}.map`, 'utf8');
    const { sources, sourcesContent } = JSON.parse(text) as { sources: string[]; sourcesContent: (string | null)[] };
    const kept = sources.flatMap((source, index) => (sourcesContent[index] === null ? [] : [source]));
    // Debuggers ask for the text of every source; the entry around the handler has a line.
    expect(kept).toEqual(['lambdas/shared.ts', 'lambdas/a.ts', 'tasker-sfn:entry']);
    expect(sourcesContent[sources.indexOf('lambdas/a.ts')]).toBe(handler);
    expect(sources.length).toBe(sourcesContent.length);
  });

  it('gives the same bytes wherever the sources and the output lie, and whatever else is bundled', () => {
    const both = bundleFolder(handlerFolder(ab), makeFolder(), ['N.A', 'N.B']);
    const alone = bundleFolder(handlerFolder(ab), makeFolder(), ['N.B']);
    expect(hashes(alone)).toEqual({ 'N.B': hashes(both)['N.B'] });
    expect(textOf(alone, 'N.B')).toBe(textOf(both, 'N.B'));
    // The sources differ in where they lie, and the maps must not.
    const mapOf = (bundle: HandlerBundle) => {
      const text = readFileSync(`${bundle.get('N.B')!.entry}.map`, 'utf8');
      // The maps of bundles that run here say where the sources lie.
      const map = JSON.parse(text) as { sources: string[]; sourceRoot?: string };
      delete map.sourceRoot;
      return { ...map, sources: map.sources.filter((source) => !source.includes('/lib/')) };
    };
    expect(mapOf(alone)).toEqual(mapOf(both));
    expect(mapOf(alone).sources).toEqual(['lambdas/b.ts', 'tasker-sfn:entry']);
  });

  it('changes the hash of a handler that changed, and of no other', () => {
    const dir = handlerFolder(ab);
    const build = () => hashes(bundleFolder(dir, makeFolder(), ['N.A', 'N.B']));
    const before = build();
    writeFileSync(join(dir, 'a.ts'), ab['a.ts'].replace('mark-of-a', 'mark-anew'));
    const after = build();
    expect(after['N.A']).not.toBe(before['N.A']);
    expect(after['N.B']).toBe(before['N.B']);
  });

  it('keeps the names of error classes, which become error types', () => {
    const dir = handlerFolder({
      'a.ts': `import { StepHandler } from '@tasker-systems/tasker';
        class CardDeclinedError extends Error {}
        export class A extends StepHandler {
          static override handlerName = 'N.A';
          async call(): Promise<never> { throw new CardDeclinedError('no'); }
        }`,
    });
    const { entry } = bundleFolder(dir, makeFolder(), ['N.A']).get('N.A')!;
    const event = sampleEvent({ step: { callable: 'N.A' } });
    const script = `
      const { create } = await import(${JSON.stringify(entry)});
      await create({ logger: () => {} })(${JSON.stringify(event)}).catch((e) => console.log(e.message));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(out)).toMatchObject({ type: 'CardDeclinedError' });
  });

  it('bundles packages, CommonJS ones too, and leaves the AWS clients to Lambda', () => {
    const dir = handlerFolder({
      '../node_modules/old/package.json': '{"name":"old","main":"index.js"}',
      '../node_modules/old/index.js': `module.exports.sep = require('path').sep;`,
      'a.ts': `import { sep } from 'old';
        import { S3Client } from '@aws-sdk/client-s3';
        ${handlerModule('A', 'N.A', '{ sep, S3Client }')}`,
    });
    const bundle = bundleFolder(dir, makeFolder(), ['N.A']);
    expect(textOf(bundle, 'N.A')).toContain('from"@aws-sdk/client-s3"');
    expect(textOf(bundle, 'N.A')).not.toMatch(/from"(old|path)"/);
  });
});

describe('findRuntimeEntry', () => {
  it('is the source when run from the sources', () => {
    expect(findRuntimeEntry()).toBe(fileURLToPath(new URL('../../lib/runtime/index.ts', import.meta.url)));
  });

  it('is the built file when run from the built package, whichever chunk asks', () => {
    const root = join(makeFolder(), 'node_modules/tasker-sfn');
    const entry = join(root, 'dist/lib/runtime/index.js');
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, '');
    cpSync(fileURLToPath(new URL('../../package.json', import.meta.url)), join(root, 'package.json'));
    for (const chunk of ['dist/chunks/x.js', 'dist/lib/constructs/index.js', 'dist/bin/tasker-sfn.js']) {
      expect(findRuntimeEntry(join(root, chunk))).toBe(entry);
    }
  });

  it('says so when it is not there', () => {
    expect(() => findRuntimeEntry('/somewhere/else.js')).toThrow('not around "/somewhere/else.js"');
  });
});
