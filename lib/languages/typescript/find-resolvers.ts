import type { FoundResolvers, ResolverLocation } from '../handler-location.ts';
import { locateExport } from '../locate-export.ts';
import type { SourceProblem } from '../source-problem.ts';
import { readModules } from './find-handlers.ts';
import { scanResolvers } from './scan-module.ts';

/**
 * The resolvers in source files: exported classes that extend `RegistryResolver`, or have `resolve` as `BaseResolver` says. The code
 * is read, not run.
 *
 * @param files Absolute paths.
 */
export function findResolvers(files: readonly string[]): FoundResolvers {
  const { codeOf, problems } = readModules(files);
  const resolvers: ResolverLocation[] = [];
  const wrong: SourceProblem[] = [...problems];
  for (const file of files) {
    for (const { exportName, name, priority, takes } of scanResolvers(codeOf(file))) {
      if (name !== undefined)
        resolvers.push({ language: 'typescript', file, exportName, name, priority, ...(takes && { takes }) });
      else wrong.push({ kind: 'name-not-literal', handler: exportName, location: locateExport({ file, exportName }) });
    }
  }
  return { resolvers, problems: wrong };
}
