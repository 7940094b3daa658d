import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import type { StepEvent } from '../../lib/contract/step-event.ts';
import { bundleHandlers } from '../../lib/project/index.ts';
import { createStepFunction, embeddedMetrics, type LogRecord, PermanentError } from '../../lib/runtime/index.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';
import { handlerOf, invokeFunction } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

/** What CloudWatch makes metrics of: per line, the values that its metadata names, by dimension. */
function metricsIn(log: readonly LogRecord[]) {
  return log.flatMap((record) => {
    const { _aws: metadata } = record as unknown as { _aws?: { Timestamp: number; CloudWatchMetrics: Metrics[] } };
    return (metadata?.CloudWatchMetrics ?? []).map(({ Namespace, Dimensions, Metrics }) => ({
      at: new Date(metadata!.Timestamp).toISOString() === record.timestamp,
      Namespace,
      by: Dimensions.map((names) => names.map((name) => record[name])),
      values: Object.fromEntries(Metrics.map(({ Name, Unit }) => [`${Name} ${Unit}`, record[Name]])),
    }));
  });
}

interface Metrics {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

const about = {
  at: true,
  Namespace: 'Tasker',
  by: [
    ['shop', 'checkout'],
    ['shop', 'checkout', 'charge'],
  ],
};

describe('embedded metrics', () => {
  it('count and time an attempt that succeeded', async () => {
    const make = (logger: (record: LogRecord) => void) =>
      createStepFunction(
        handlerOf(() => ({ a: 1 })),
        { logger: embeddedMetrics(logger) },
      );
    const { log } = await invokeFunction(make, sampleEvent());
    const values = {
      'attempts Count': 1,
      'failures Count': 0,
      'duration Milliseconds': log[1]!['duration_ms'],
      'parked_bytes Bytes': 0,
    };
    expect(log[1]!['duration_ms']).toBeTypeOf('number');
    expect(metricsIn(log)).toEqual([{ ...about, values }]);
  });

  it('count an attempt that failed', async () => {
    const make = (logger: (record: LogRecord) => void) =>
      createStepFunction(
        handlerOf(() => Promise.reject(new PermanentError('Declined'))),
        { logger: embeddedMetrics(logger) },
      );
    const { log } = await invokeFunction(make, sampleEvent());
    const values = {
      'attempts Count': 1,
      'failures Count': 1,
      'duration Milliseconds': log[1]!['duration_ms'],
    };
    expect(metricsIn(log)).toEqual([{ ...about, values }]);
  });

  it.each([true, undefined])('are in the bundle of a handler where they are asked for: %s', async (metrics) => {
    const template = `name: checkout
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: 'Shop::Charge' } }
`;
    const dir = handlerFolder({ 'charge.ts': handlerModule('Charge', 'Shop::Charge', '{ a: 1 }') });
    const bundles = bundleHandlers([compileTemplate(template, { file: 't.yaml' }).value!], {
      dir: 'lambdas',
      from: dirname(dir),
      bundling: metrics === undefined ? {} : { metrics },
    });
    const lines: string[] = [];
    const { entry } = bundles.value!.get('Shop.Charge')!;
    const { handler } = (await import(pathToFileURL(entry).href)) as {
      handler: (event: StepEvent) => Promise<unknown>;
    };
    const written = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk) => lines.push(String(chunk)) > 0;
    try {
      await handler(sampleEvent({ step: { callable: 'Shop::Charge' } }));
    } finally {
      process.stdout.write = written;
    }
    const log = lines
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(log).toHaveLength(2);
    expect(metricsIn(log.map((line) => JSON.parse(line) as LogRecord))).toHaveLength(metrics === true ? 1 : 0);
  });
});
