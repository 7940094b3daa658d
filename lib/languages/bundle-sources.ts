import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { bundleFolder, copyFiles, different, hashOf, sizeOf } from './bundle-parts.ts';
import type { BundledHandler, BundleRequest, LanguageBundle, TargetSystem } from './handler-bundle.ts';
import type { HandlerLocation } from './handler-location.ts';
import type { SourceProblem } from './source-problem.ts';
import { buildFailed, type ClosedSources } from './source-reader.ts';
import { writeIfChanged } from './write-if-changed.ts';

/** A handler whose sources an interpreter has read. */
export interface ReadHandler {
  readonly callable: string;
  readonly location: HandlerLocation;
  /** What it is made of: its own file, and those of the classes that take part in its events. */
  readonly parts: readonly ClosedSources[];
  /**
   * The code around it.
   *
   * @param base The folder from which the deployed code has its paths. @default it runs here, from where it lies
   */
  readonly entryCode: (base: string | undefined) => string;
}

/** How the functions of a language are made of sources. */
export interface SourceBundling {
  /** That of Lambda, such as `python3.13`. */
  readonly runtime: string;
  /** The file with the code around a handler. */
  readonly entryName: string;
  /** Runs the function of the folder that is the current one. */
  readonly command: readonly string[];
  /** The folder with the handlers. */
  readonly dir: string;
  /** The project around it: deployed files have their paths from there. */
  readonly project: string;
  /** The folder with the runtime, and what of it is deployed. */
  readonly runtimeFolder: string;
  readonly runtimeParts: readonly string[];
  /** Names of files and folders in those parts that no function needs. */
  readonly notDeployed: readonly string[];
  readonly install: (request: PackagesRequest) => InstalledPackages;
}

/** What handlers need of others, and for which function. */
export interface PackagesRequest {
  readonly packages: ClosedSources['packages'];
  /** What layers have: it is not installed. */
  readonly external: readonly string[];
  /** The folder with the handlers: the file that locks packages lies in it, or in the nearest one above it that has one. */
  readonly dir: string;
  readonly cpu: TargetSystem['cpu'];
  readonly outDir: string;
}

/** The packages that a project locks. */
export interface InstalledPackages {
  /** Where they lie, as a function has them; absent where they cannot be had. */
  readonly folder?: string;
  /** The same packages have the same key. */
  readonly key: string;
  readonly problems: readonly SourceProblem[];
}

/**
 * Bundles handlers with their sources, and with the packages that the project locks where they need any. Bundles that run here name the
 * sources where they lie, and find packages where they are installed.
 */
export function bundleSources(
  request: BundleRequest,
  handlers: readonly ReadHandler[],
  bundling: SourceBundling,
): LanguageBundle {
  const { dir, project, runtime, entryName, command } = bundling;
  const { external = [], files } = request.bundling ?? {};
  const bundle = new Map<string, BundledHandler>();
  const problems: SourceProblem[] = [];
  for (const { callable, location, parts, entryCode } of handlers) {
    const wrong = parts.flatMap(({ problem }) => (problem === null ? [] : [buildFailed(problem)]));
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    const sources = [...new Set(parts.flatMap((each) => each.sources))];
    const cpu = request.cpuOf?.(callable);
    const folder = bundleFolder(request, callable, cpu);
    const code = entryCode(cpu === undefined ? undefined : project);
    const made = { ...location, folder, entry: join(folder, entryName), runtime, sources };
    const hash = hashOf([code, ...sources.map((each) => readFileSync(each, 'utf8'))]);
    if (cpu === undefined) {
      writeIfChanged(made.entry, code);
      bundle.set(callable, { ...made, hash, bytes: Buffer.byteLength(code), command });
      continue;
    }
    const packages = packagesOf(parts, external);
    const installed =
      packages.length === 0 ? undefined : bundling.install({ packages, external, dir, cpu, outDir: request.outDir });
    problems.push(...(installed?.problems ?? []));
    writeDeployed(folder, code, sources, installed, bundling);
    problems.push(...copyFiles(folder, dir, project, files));
    const whole = hashOf([hash, installed?.key ?? '']);
    bundle.set(callable, { ...made, hash: whole, bytes: sizeOf([made.entry, ...sources]) });
  }
  return { bundle, problems: different(problems) };
}

/** Packages of others that no layer has, each once. */
function packagesOf(parts: readonly ClosedSources[], external: readonly string[]): ClosedSources['packages'] {
  const all = parts.flatMap(({ packages }) => packages).filter(({ name }) => !external.includes(name));
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** What is deployed, and nothing else. */
function writeDeployed(
  folder: string,
  code: string,
  sources: readonly string[],
  installed: InstalledPackages | undefined,
  { project, entryName, runtimeFolder, runtimeParts, notDeployed }: SourceBundling,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (installed?.folder !== undefined) cpSync(installed.folder, folder, { recursive: true });
  for (const part of runtimeParts) {
    cpSync(join(runtimeFolder, part), join(folder, part), {
      recursive: true,
      filter: (path) => !notDeployed.includes(basename(path)),
    });
  }
  for (const source of sources) cpSync(source, join(folder, relative(project, source)));
  writeIfChanged(join(folder, entryName), code);
}

/** A package that a handler needs, and that the project does not lock. */
export function missingPackage({ name, file, line, column }: ClosedSources['packages'][number]): SourceProblem {
  return { kind: 'module-missing', name, location: { file, line, column } };
}
