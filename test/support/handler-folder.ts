import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundleHandlers, type HandlerBundle } from '../../lib/languages/index.ts';
import { findHandlers } from '../../lib/project/index.ts';

/** A folder of its own, gone after the test. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder `lambdas` with the given files. */
export function handlerFolder(files: Readonly<Record<string, string>>): string {
  const dir = join(makeFolder(), 'lambdas');
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) {
    const file = join(dir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return dir;
}

/** A module with one handler class that succeeds with the given code's value. */
export function handlerModule(className: string, name: string, value = '{}'): string {
  return `
import { StepHandler, type StepContext } from '@tasker-systems/tasker';
export class ${className} extends StepHandler {
  static override handlerName = '${name}';
  async call(context: StepContext) {
    return this.success(${value});
  }
}
`;
}

/** Bundles handlers of a folder, by any spelling of their names; all of them when none are named. */
export function bundleFolder(dir: string, outDir: string, callables?: readonly string[]): HandlerBundle {
  const wanted = callables?.map((each) => each.replaceAll('::', '.'));
  const { value = new Map(), diagnostics } = findHandlers(dir, '/');
  const handlers = new Map([...value].filter(([name]) => wanted?.includes(name) ?? true));
  const { bundle, problems } = bundleHandlers({ dir, handlers, outDir });
  const wrong = [...diagnostics, ...problems];
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  return bundle;
}
