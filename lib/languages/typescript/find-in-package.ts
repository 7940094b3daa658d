import { join } from 'node:path';
import type { HandlerLocation } from '../handler-location.ts';
import { findPackage } from './find-package.ts';

/** What a callable such as `@shop/handlers:ChargeHandler` names: a scoped package, perhaps a subpath of it, and a class that it exports. */
interface PackageClass {
  readonly name: string;
  readonly specifier: string;
  readonly className: string;
}

/** The package of a callable that names a class by it. */
export function packageOf(callable: string): string | undefined {
  return packageClassOf(callable)?.name;
}

/** The handler that a callable names by its package, if that is installed for modules in the folder `dir`, which is absolute. */
export function findInPackage(callable: string, dir: string): HandlerLocation | undefined {
  const named = packageClassOf(callable);
  const folder = named && findPackage(named.name, dir);
  if (named === undefined || folder === undefined) return undefined;
  const { specifier, className } = named;
  return {
    name: callable,
    language: 'typescript',
    file: join(folder, 'package.json'),
    specifier,
    exportName: className,
    isNamedByFile: true,
  };
}

function packageClassOf(callable: string): PackageClass | undefined {
  const scoped = /^(?<specifier>(?<name>@[\w.-]+\/[\w.-]+)(?:\/[\w./-]+)?):(?<className>\w+)$/.exec(callable);
  const { name, specifier, className } = scoped?.groups ?? {};
  return name === undefined || specifier === undefined || className === undefined
    ? undefined
    : { name, specifier, className };
}
