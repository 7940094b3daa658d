import { createHash } from 'node:crypto';
import { cpSync, existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { cutWithHash } from '../contract/short-hash.ts';
import type { BundleRequest, TargetSystem } from './handler-bundle.ts';
import type { SourceProblem } from './source-problem.ts';

/** The folder of a bundle: one for each handler and processor. */
export function bundleFolder(
  { outDir }: Pick<BundleRequest, 'outDir'>,
  callable: string,
  cpu: TargetSystem['cpu'] | undefined,
): string {
  return join(resolve(outDir), cpu ?? '', cutWithHash(callable.replace(/[^\w.-]/g, '_'), 100));
}

/** Copies what `files` of the bundling name, with the paths that they have in the project. */
export function copyFiles(
  folder: string,
  dir: string,
  project: string,
  files: readonly string[] = [],
): readonly SourceProblem[] {
  return files.flatMap((path): SourceProblem[] => {
    const file = join(dir, path);
    if (!existsSync(file)) return [{ kind: 'file-missing', path }];
    cpSync(file, join(folder, relative(project, file)), { recursive: true });
    return [];
  });
}

/** The folder that is a project by one of these files, from a folder on up. */
export function projectAbove(folder: string, marks: readonly string[], otherwise = folder): string {
  if (marks.some((name) => existsSync(join(folder, name)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? otherwise : projectAbove(parent, marks, otherwise);
}

/** The nearest of these files, in a folder or above it. */
export function fileAbove(folder: string, names: readonly string[]): string | undefined {
  const found = names.map((name) => join(folder, name)).find((file) => existsSync(file));
  const parent = dirname(folder);
  return found ?? (parent === folder ? undefined : fileAbove(parent, names));
}

/** The same texts have the same hash. */
export function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('hex').slice(0, 16);
}

/** The bytes of files. */
export function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

/** Problems, each told once. */
export function different(problems: readonly SourceProblem[]): readonly SourceProblem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
}
