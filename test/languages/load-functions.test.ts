import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFunctions } from '../../lib/languages/index.ts';
import { type LogRecord, memoryResultStore, type StepFunctionOptions } from '../../lib/runtime/index.ts';
import { sampleEvent } from '../runtime/sample-event.ts';
import { bundleFolder, handlerFolder, handlerModule, makeFolder } from '../support/handler-folder.ts';

const event = sampleEvent({ step: { callable: 'N::A' } });

describe('loadFunctions', () => {
  it('loads bundled handlers, with a log and a store of their own', async () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N::A', `{ data: 'x'.repeat(300000) }`) });
    const log: LogRecord[] = [];
    const options = { logger: (record: LogRecord) => log.push(record), results: memoryResultStore() };
    const bundle = bundleFolder(dir, makeFolder(), ['N.A']);
    const functions = await loadFunctions<StepFunctionOptions>(bundle, options);
    expect(await functions.get('N.A')!(event)).toHaveProperty('result.tasker_sfn_parked.bytes', 300_011);
    expect(log.map(({ message }) => message)).toEqual(['Step started', 'Step succeeded']);
  });

  it('loads changed code anew', async () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N::A', '{ version: 1 }') });
    const outDir = makeFolder();
    const run = async () => {
      const bundle = bundleFolder(dir, outDir, ['N.A']);
      return (await loadFunctions(bundle, { logger: () => {} })).get('N.A')!(event);
    };
    expect(await run()).toEqual({ result: { version: 1 }, after: [] });
    writeFileSync(join(dir, 'a.ts'), handlerModule('A', 'N::A', '{ version: 2 }'));
    expect(await run()).toEqual({ result: { version: 2 }, after: [] });
  });
});
