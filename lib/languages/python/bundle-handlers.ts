import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { bundleFolder, copyFiles, different, hashOf, sizeOf } from '../bundle-parts.ts';
import type { BundledHandler, BundleRequest, LanguageBundle } from '../handler-bundle.ts';
import type { SourceProblem } from '../source-problem.ts';
import { buildFailed, interpreterMissing, type ClosedSources } from '../source-reader.ts';
import { writeIfChanged } from '../write-if-changed.ts';
import { entryCode, localCommand } from './entry-code.ts';
import { eventsOf } from './event-setup.ts';
import { moduleNameOf, rootsOf, type ModuleRoots } from './module-roots.ts';
import { installRequirements, type Requirements } from './install-requirements.ts';
import { pythonReader, runPython } from './run-python.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The runtime of Lambda for handlers in Python. */
export const PYTHON_RUNTIME = 'python3.13';
/** The part of the runtime that a bundle holds. */
const RUNTIME_PACKAGES = ['tasker_core', 'tasker_sfn'];
/** What of it no function needs. */
const NOT_DEPLOYED = ['__pycache__', 'testing.py'];

/**
 * Bundles handlers in Python: each with the files that it imports, and with the packages that the requirements of the project lock where
 * it imports any. Bundles that run here name the sources where they lie, and find packages where they are installed.
 */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const { handlers, cpuOf, publications } = request;
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
  const bundle = new Map<string, BundledHandler>();
  const problems: SourceProblem[] = [];
  const closed = [...(answer.closed ?? [])];
  for (const { callable, location, file, modules, events } of list) {
    const parts = closed.splice(0, modules.length);
    const wrong = parts.flatMap(({ problem }) => (problem === null ? [] : [buildFailed(problem)]));
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    const sources = [...new Set(parts.flatMap((each) => each.sources))];
    const cpu = cpuOf?.(callable);
    const folder = bundleFolder(request, callable, cpu);
    const code = entryCode({
      location,
      module: modules[0] ?? '',
      roots: searched(roots, file),
      events: events.setup,
      metrics: request.bundling?.metrics === true,
      base: cpu === undefined ? undefined : roots.project,
    });
    const made = { ...location, folder, entry: join(folder, 'index.py'), runtime: PYTHON_RUNTIME, sources };
    const hash = hashOf([code, ...sources.map((each) => readFileSync(each, 'utf8'))]);
    if (cpu === undefined) {
      writeIfChanged(made.entry, code);
      bundle.set(callable, { ...made, hash, bytes: Buffer.byteLength(code), command: localCommand(answer.executable) });
      continue;
    }
    const packages = packagesOf(parts, request);
    const installed =
      packages.length === 0
        ? undefined
        : installRequirements({ packages, dir, cpu, outDir: request.outDir, python: answer.executable });
    problems.push(...(installed?.problems ?? []));
    write(folder, code, sources, roots, installed);
    problems.push(...copyFiles(folder, dir, roots.project, request.bundling?.files));
    const whole = hashOf([hash, installed?.key ?? '']);
    bundle.set(callable, { ...made, hash: whole, bytes: sizeOf([made.entry, ...sources]) });
  }
  return { bundle, problems: different(problems) };
}

/** Where modules of a handler are looked for. */
function searched({ top, project, dir }: ModuleRoots, file: string): readonly string[] {
  return [...new Set([top, project, dir, dirname(file)])];
}

function packagesOf(parts: readonly ClosedSources[], { bundling }: BundleRequest): ClosedSources['packages'] {
  const external = bundling?.external ?? [];
  const all = parts.flatMap(({ packages }) => packages).filter(({ name }) => !external.includes(name));
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** What is deployed, and nothing else. */
function write(
  folder: string,
  code: string,
  sources: readonly string[],
  { project }: ModuleRoots,
  installed: Requirements | undefined,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (installed?.folder !== undefined) cpSync(installed.folder, folder, { recursive: true });
  for (const name of RUNTIME_PACKAGES) {
    cpSync(join(runtimeFolder(), name), join(folder, name), {
      recursive: true,
      filter: (path) => !NOT_DEPLOYED.includes(basename(path)),
    });
  }
  for (const source of sources) cpSync(source, join(folder, relative(project, source)));
  writeIfChanged(join(folder, 'index.py'), code);
}
