import { dirname, relative } from 'node:path';
import { expect } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { canonicalCallable } from '../../lib/contract/callable.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import type { Bundling } from '../../lib/languages/index.ts';
import { bundleHandlers, findHandlers } from '../../lib/project/index.ts';
import { handlerFolder } from './handler-folder.ts';

/** The handlers among files, without the other names of classes. */
export function handlersIn(files: Readonly<Record<string, string>>) {
  const dir = handlerFolder(files);
  const { value = new Map(), diagnostics } = findHandlers(dir, '/');
  expect(diagnostics).toEqual([]);
  const named = [...value].filter(([callable, { name }]) => canonicalCallable(name) === callable);
  return named.map(([callable, { name, file, exportName, language }]) => [
    callable,
    name,
    relative(dir, file),
    exportName,
    language,
  ]);
}

/** What is wrong with a folder `lambdas`, in one line each. */
export function problemsIn(dir: string): readonly string[] {
  return findHandlers('lambdas', dirname(dir)).diagnostics.map(({ code, severity, message, span }) => {
    const { line, column } = positionOf(span.file, span.start);
    return `${span.file.path}:${line}:${column}: ${severity}: ${code}: ${message}`;
  });
}

/** Bundles what a step `charge` names: as it runs here, or for a processor. */
export function bundleCharge(
  dir: string,
  {
    cpu,
    callable = 'Shop::Charge',
    bundling = {},
  }: { cpu?: 'arm64' | 'x64'; callable?: string; bundling?: Bundling } = {},
) {
  const template = `name: order\nnamespace_name: shop\nversion: 1.0.0\nsteps:\n  - {name: charge, handler: {callable: "${callable}"}}\n`;
  const compiled = compileTemplate(template, { file: 'order.yaml' });
  if (compiled.value === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
  return bundleHandlers([compiled.value], { dir, from: '/', bundling, ...(cpu && { cpuOf: () => cpu }) });
}

/** What a machine sends to that step. */
export const chargeEvent = (context: object, callable = 'Shop::Charge') =>
  JSON.stringify({
    task: { wire: 1, template: ['shop', 'order', '1.0.0'], budget: { steps: 1, reserved: 4096 } },
    step: { name: 'charge', callable },
    data: { context },
    execution: {
      Id: 'arn:aws:states:us-east-1:123456789012:execution:shop-order-1_0_0:t1',
      Name: 't1',
      StartTime: '2026-01-02T03:04:05.000Z',
    },
  });
