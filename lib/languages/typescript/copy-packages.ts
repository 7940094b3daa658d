import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TargetSystem } from '../handler-bundle.ts';
import type { SourceProblem } from '../source-problem.ts';
import { findPackage } from './find-package.ts';

interface Manifest {
  readonly version?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Lambda's Node.js runtimes have the C library of GNU. */
const LIBC = 'glibc';

/**
 * Copies installed packages and what they depend on to a `node_modules` folder, as seen from the folder `from`. Parts for other
 * systems are left out.
 *
 * @returns what stands in the way: packages that are not installed, only for another system, or in two versions
 */
export function copyPackages(
  names: readonly string[],
  from: string,
  to: string,
  system: TargetSystem,
): readonly SourceProblem[] {
  return names.flatMap((name) => copyPackage(name, from, to, system));
}

function copyPackage(name: string, from: string, to: string, system: TargetSystem): readonly SourceProblem[] {
  const source = findPackage(name, from);
  if (source === undefined) return [{ kind: 'package-missing', name, from }];
  const manifest = manifestOf(source);
  if (!fitsSystem(manifest, system)) return [{ kind: 'package-elsewhere', name, ...system }];
  const target = join(to, name);
  if (existsSync(target)) {
    const versions = [manifestOf(target), manifest].map(({ version = 'none' }) => version);
    return versions[0] === versions[1] ? [] : [{ kind: 'package-twice', name, versions }];
  }
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (path) => path === source || basename(path) !== 'node_modules',
  });
  const optional = Object.keys(manifest.optionalDependencies ?? {});
  const needed = Object.keys(manifest.dependencies ?? {}).filter((each) => !optional.includes(each));
  return [
    ...needed.flatMap((dependency) => copyPackage(dependency, source, to, system)),
    ...copyOptional(name, source, to, system, optional),
  ];
}

/** Of packages for one system each, that for the function's system must be there. */
function copyOptional(
  name: string,
  source: string,
  to: string,
  system: TargetSystem,
  optional: readonly string[],
): readonly SourceProblem[] {
  const installed = optional.flatMap((each) => {
    const path = findPackage(each, source);
    return path === undefined ? [] : [{ each, manifest: manifestOf(path) }];
  });
  const bound = installed.filter(({ manifest }) => manifest.os !== undefined || manifest.cpu !== undefined);
  const fitting = bound.filter(({ manifest }) => fitsSystem(manifest, system));
  if (bound.length > 0 && fitting.length === 0) return [{ kind: 'package-elsewhere', name, ...system }];
  return installed
    .filter((one) => !bound.includes(one) || fitting.includes(one))
    .flatMap(({ each }) => copyPackage(each, source, to, system));
}

function fitsSystem({ os, cpu, libc }: Manifest, system: TargetSystem): boolean {
  return fits(os, system.os) && fits(cpu, system.cpu) && fits(libc, LIBC);
}

/** Whether a value of `os` or `cpu` in a manifest lets a system in: a list of those that fit, or of `!` those that do not. */
function fits(allowed: readonly string[] | undefined, value: string): boolean {
  if (allowed === undefined || allowed.includes('any')) return true;
  if (allowed.includes(`!${value}`)) return false;
  return allowed.includes(value) || allowed.every((each) => each.startsWith('!'));
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
