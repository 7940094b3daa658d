/** A reporter for Vitest and Jest: which paths of the project's templates no test has seen. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileFiles } from '../project/index.ts';
import { collectPaths, pathsOf, takePaths } from './paths.ts';

/** How the paths of templates are reported. */
export interface PathReporterOptions {
  /** Files and folders of templates. @default ["templates"] */
  readonly templates?: readonly string[];
  /** The share of all paths, in percent, that tests must have seen: below it, the run of the tests fails. @default 0 */
  readonly threshold?: number;
}

/** Notes what tests see of templates by `runTask`, and tells at the end what none has seen. */
class PathReporter {
  readonly #options: PathReporterOptions;

  /** Vitest gives the options; Jest its configuration, and then the options. */
  constructor(first: PathReporterOptions = {}, second?: PathReporterOptions) {
    this.#options = second ?? first;
    collectPaths();
  }

  /** Vitest: a run begins, in watch mode one of several. */
  onTestRunStart(): void {
    collectPaths();
  }

  /** Vitest: all tests have ended. */
  onTestRunEnd(): void {
    this.#report();
  }

  /** Jest: all tests have ended. */
  onRunComplete(): void {
    this.#report();
  }

  /** Jest asks whether the run shall fail. */
  getLastError(): Error | undefined {
    return this.#failure;
  }

  #failure: Error | undefined;

  #report(): void {
    const { templates = ['templates'], threshold = 0 } = this.#options;
    const from = process.cwd();
    const { workflows } = compileFiles(
      templates.filter((path) => existsSync(resolve(from, path))),
      { from },
    );
    const seen = takePaths();
    const lines: string[] = [];
    let [met, all] = [0, 0];
    for (const { template } of workflows) {
      const paths = pathsOf(template);
      const known = seen.get(resolve(from, template.source.path));
      const missing = paths.filter((path) => known?.has(path.join(' ')) !== true);
      all += paths.length;
      met += paths.length - missing.length;
      lines.push(`  ${template.source.path}: ${String(paths.length - missing.length)} of ${String(paths.length)}`);
      if (known === undefined) lines.push('    never run');
      else lines.push(...missing.map(([step, path]) => `    never seen: ${step} ${path}`));
    }
    if (all === 0) return;
    const share = Math.floor((met / all) * 100);
    console.log(
      `\nPaths of templates: ${String(met)} of ${String(all)} seen (${String(share)} %)\n${lines.join('\n')}\n`,
    );
    if (share >= threshold) return;
    this.#failure = new Error(
      `Tests have seen ${String(share)} % of the paths of templates, below ${String(threshold)} %.`,
    );
    console.error(this.#failure.message);
    process.exitCode = 1;
  }
}

// Both runners take what a reporter's module exports by default.
// eslint-disable-next-line no-restricted-syntax
export default PathReporter;
