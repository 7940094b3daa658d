import { spawnSync } from 'node:child_process';
import { basename, join, relative, resolve } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { wordsOf } from '../../languages/names.ts';
import { writeNewFiles } from '../new/write-new-files.ts';
import type { InitFlags } from './init-flags.ts';
import { detectPackageManager, wordsOfManager } from './package-manager.ts';
import { projectFiles } from './project-files.ts';

/** Writes a whole project into a folder, and installs what it needs. */
export async function init(folder: string, flags: InitFlags, io: CliIo): Promise<ExitCode> {
  const root = resolve(io.cwd, folder);
  const packageManager = flags.packageManager ?? detectPackageManager(io.env);
  const { install, test, run, exec } = wordsOfManager(packageManager);
  const name = wordsOf(basename(root)).join('-');
  if (name === '') throw new UsageError(`"${folder}" has no letters to name the project by.`);
  const files = projectFiles({
    name,
    language: flags.language,
    packageManager,
    taskerSfn: flags.taskerSfn ?? `^${packageJson.version}`,
  }).map((file) => ({ ...file, path: join(folder, file.path) }));
  await writeNewFiles(files, io, flags);
  const written = files.map(({ path }) => path);
  if (flags.install) {
    const reason = runHere(install, root, io);
    if (reason !== undefined) {
      io.stderr.write(`\nerror: The files are written, but "${install}" ${reason}. Run it again in ${root}.\n`);
      if (flags.json) printJson({ files: written, installed: false, next: [install] }, io);
      return ExitCode.failed;
    }
  }
  const steps = [
    ...(root === resolve(io.cwd) ? [] : [`cd ${quoted(relative(io.cwd, root))}`]),
    ...(flags.install ? [] : [install]),
    test,
    `${run} dev`,
    `${exec} cdk synth`,
  ];
  if (flags.json) printJson({ files: written, installed: flags.install, next: steps }, io);
  const [bad] = /[#?%]/.exec(root) ?? [];
  if (bad !== undefined) {
    io.stderr.write(
      `\nwarning: Vitest finds no tests in ${root}, because of the "${bad}" in it. Give that folder another name.\n`,
    );
  }
  io.stderr.write(`\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`);
  return ExitCode.ok;
}

/** A path as a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Runs a command in a folder, and shows what it says. @returns what went wrong, if anything did */
function runHere(command: string, cwd: string, { env, stderr }: CliIo): string | undefined {
  stderr.write(`\n${command}\n`);
  // On Windows, package managers are scripts that only a shell can start.
  const { status, error } = spawnSync(command, { cwd, env: { ...env }, shell: true, stdio: ['ignore', 2, 2] });
  if (error !== undefined) return `cannot be started: ${error.message}`;
  return status === 0 ? undefined : `ended with code ${String(status)}`;
}
