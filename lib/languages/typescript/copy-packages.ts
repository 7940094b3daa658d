import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The system for which packages with native modules must be installed. */
export interface TargetSystem {
  readonly os: 'linux';
  readonly cpu: 'arm64' | 'x64';
}

interface Manifest {
  readonly version?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Copies installed packages and what they depend on to a `node_modules` folder, as seen from the folder `from`. Parts for other
 * systems are left out.
 *
 * @throws Error when a package is not installed, or only for another system
 */
export function copyPackages(names: readonly string[], from: string, to: string, system: TargetSystem): void {
  for (const name of names) copyPackage(name, from, to, system);
}

function copyPackage(name: string, from: string, to: string, system: TargetSystem): void {
  const source = findPackage(name, from);
  if (source === undefined)
    throw new Error(`The package "${name}" of "nodeModules" is not installed: looked from "${from}".`);
  const manifest = manifestOf(source);
  const target = join(to, name);
  if (existsSync(target)) {
    if (manifestOf(target).version === manifest.version) return;
    throw new Error(
      `The packages of "nodeModules" need two versions of "${name}": ${manifestOf(target).version} and ${manifest.version}. ` +
        'Bundle one of those that need it.',
    );
  }
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (path) => path === source || basename(path) !== 'node_modules',
  });
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (manifest.optionalDependencies?.[dependency] === undefined) copyPackage(dependency, source, to, system);
  }
  copyOptional(name, source, to, system, Object.keys(manifest.optionalDependencies ?? {}));
}

/** Of packages for one system each, that for the function's system must be there. */
function copyOptional(
  name: string,
  source: string,
  to: string,
  system: TargetSystem,
  optional: readonly string[],
): void {
  const installed = optional.flatMap((each) => {
    const path = findPackage(each, source);
    return path === undefined ? [] : [{ each, manifest: manifestOf(path) }];
  });
  const bound = installed.filter(({ manifest }) => manifest.os !== undefined || manifest.cpu !== undefined);
  const fitting = bound.filter(({ manifest }) => fits(manifest.os, system.os) && fits(manifest.cpu, system.cpu));
  if (bound.length > 0 && fitting.length === 0) {
    throw new Error(
      `The package "${name}" of "nodeModules" is installed for another system than ${system.os} on ${system.cpu}: ` +
        `run "npm install --os=${system.os} --cpu=${system.cpu} ${name}".`,
    );
  }
  for (const each of installed.filter((one) => !bound.includes(one) || fitting.includes(one))) {
    copyPackage(each.each, source, to, system);
  }
}

/** Whether a value of `os` or `cpu` in a manifest lets a system in: a list of those that fit, or of `!` those that do not. */
function fits(allowed: readonly string[] | undefined, value: string): boolean {
  if (allowed === undefined || allowed.includes('any')) return true;
  if (allowed.includes(`!${value}`)) return false;
  return allowed.includes(value) || allowed.every((each) => each.startsWith('!'));
}

function findPackage(name: string, from: string): string | undefined {
  const found = join(from, 'node_modules', name);
  if (existsSync(join(found, 'package.json'))) return found;
  const parent = dirname(from);
  return parent === from ? undefined : findPackage(name, parent);
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
