import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleSources, type ReadHandler } from '../bundle-sources.ts';
import type { BundleRequest, LanguageBundle } from '../handler-bundle.ts';
import { interpreterMissing } from '../source-reader.ts';
import { entryCode, localCommand } from './entry-code.ts';
import { eventsOf } from './event-setup.ts';
import { installRequirements } from './install-requirements.ts';
import { moduleNameOf, rootsOf, type ModuleRoots } from './module-roots.ts';
import { pythonReader, runPython } from './run-python.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The runtime of Lambda for handlers in Python. */
export const PYTHON_RUNTIME = 'python3.13';

/** Bundles handlers in Python, each with the files that it imports. */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const { handlers, publications } = request;
  const dir = realpathSync(request.dir);
  const roots = rootsOf(dir);
  const list = [...handlers].map(([callable, location]) => {
    const file = realpathSync(location.file);
    const events = eventsOf(publications?.get(callable), roots);
    const modules = [moduleNameOf(file, roots), ...events.modules];
    return { callable, location, file, modules, events };
  });
  const answer = runPython(
    { close: list.flatMap(({ file, modules }) => modules.map((module) => ({ module, roots: searched(roots, file) }))) },
    dir,
  );
  if ('missing' in answer) {
    return {
      bundle: new Map(),
      problems: list.slice(0, 1).map(({ file }) => interpreterMissing(pythonReader, file, answer)),
    };
  }
  const closed = [...(answer.closed ?? [])];
  const read = list.map(({ callable, location, file, modules, events }): ReadHandler => {
    const settings = { location, module: modules[0] ?? '', roots: searched(roots, file), events: events.setup };
    const metrics = request.bundling?.metrics === true;
    return {
      callable,
      location,
      parts: closed.splice(0, modules.length),
      entryCode: (base) => entryCode({ ...settings, metrics, base }),
    };
  });
  return bundleSources(request, read, {
    runtime: PYTHON_RUNTIME,
    entryName: 'index.py',
    command: localCommand(answer.executable),
    dir,
    project: roots.project,
    runtimeFolder: runtimeFolder(),
    runtimeParts: ['tasker_core', 'tasker_sfn'],
    notDeployed: ['__pycache__', 'testing.py'],
    install: (packages) => installRequirements(packages, answer.executable),
  });
}

/** Where modules of a handler are looked for. */
function searched({ top, project, dir }: ModuleRoots, file: string): readonly string[] {
  return [...new Set([top, project, dir, dirname(file)])];
}
