import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { shortHash } from '../../contract/short-hash.ts';
import type { TargetSystem } from '../handler-bundle.ts';
import type { SourceProblem } from '../source-problem.ts';
import { fileAbove } from '../bundle-parts.ts';
import type { ClosedSources } from '../source-reader.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** What handlers need of others, and for which function. */
export interface RequirementsRequest {
  readonly packages: ClosedSources['packages'];
  /** The folder with the handlers: the file of the requirements lies in it, or in the nearest one above it that has one. */
  readonly dir: string;
  readonly cpu: TargetSystem['cpu'];
  readonly outDir: string;
  /** The interpreter whose pip is asked. */
  readonly python: string;
}

/** The packages that the requirements lock. */
export interface Requirements {
  /** Where they lie; absent where they cannot be had. */
  readonly folder?: string;
  /** The same requirements have the same key. */
  readonly key: string;
  readonly problems: readonly SourceProblem[];
}

/** The files that lock requirements, in the order in which they are looked for. */
const FILES = ['requirements.txt', 'uv.lock', 'poetry.lock'];
/** The version of Python on Lambda. */
const VERSION = '3.13';
/** Amazon Linux 2023 has version 2.34 of the C library, which runs what was built for earlier ones, too. */
const GLIBC = ['2_34', '2_31', '2_28', '2_27', '2_26', '2_24', '2_17'];
const MACHINES = { arm64: 'aarch64', x64: 'x86_64' } as const;
/** A line that names another file: of requirements, or of constraints. */
const NESTED = /^[ \t]*(-r|-c|--requirement\b|--constraint\b)[ \t=]*(\S+)(?:[ \t]+#.*)?[ \t]*$/gm;
/** The package that handlers import Tasker by: ours takes its place. */
const ORIGINAL = /^\s*tasker[-_.]+py(?![\w.-])/i;

/** Installs the locked packages for a function, in a folder that later builds find again. */
export function installRequirements(request: RequirementsRequest): Requirements {
  const { packages, dir, cpu, outDir } = request;
  const file = fileAbove(dir, FILES);
  if (file === undefined) {
    return { key: '', problems: packages.map(missing) };
  }
  const listed = readRequirements(file, request.python);
  if ('reason' in listed) return { key: '', problems: [{ kind: 'requirements-failed', file, reason: listed.reason }] };
  const key = shortHash(`${cpu} ${VERSION} ${listed.text}`);
  const folder = join(resolve(outDir), 'packages', `${cpu}-${key}`);
  if (!existsSync(folder)) {
    const reason = install(folder, file, listed.text, request);
    if (reason !== undefined) return { key, problems: [{ kind: 'requirements-failed', file, reason }] };
  }
  const names = new Set(readdirSync(folder).map((name) => name.replace(/\..*$/, '')));
  return { folder, key, problems: packages.filter(({ name }) => !names.has(name)).map(missing) };
}

function missing({ name, file, line, column }: ClosedSources['packages'][number]): SourceProblem {
  return { kind: 'module-missing', name, location: { file, line, column } };
}

/** The requirements in the form that pip reads. */
function readRequirements(file: string, python: string): { readonly text: string } | { readonly reason: string } {
  const name = basename(file);
  if (name === 'requirements.txt') return { text: withoutOriginal(wholeText(file)) };
  const uv = ['export', '--frozen', '--no-dev', '--no-emit-project', '--no-hashes', '--format', 'requirements-txt'];
  const tool = join(runtimeFolder(), 'tools', 'read_poetry_lock.py');
  const [command, args] = name === 'uv.lock' ? ['uv', uv] : [python, ['-I', '-S', tool, file]];
  try {
    const text = execFileSync(command, args, {
      cwd: dirname(file),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { text: withoutOriginal(text) };
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') return { reason: `"${command}" is needed to read it, and is not installed` };
    return { reason: lastLines(stderr) };
  }
}

/** The text of a file with that of each one it names (`-r other.txt`), which pip looks for beside the file that names it. */
function wholeText(file: string, top = dirname(file), above: readonly string[] = []): string {
  return readFileSync(file, 'utf8').replace(NESTED, (line, option: string, name: string) => {
    if (/^[\w+]+:\/\//.test(name)) return line;
    const other = resolve(dirname(file), name);
    if (!existsSync(other)) return `${option} ${relative(top, other)}`;
    // The hash stands for what it says: other constraints are other requirements.
    if (/^-c|^--c/.test(option)) return `${option} ${relative(top, other)} # ${shortHash(readFileSync(other, 'utf8'))}`;
    return [...above, file].includes(other) ? '' : wholeText(other, top, [...above, file]);
  });
}

/** A requirement may go on over several lines, such as those of its hashes. */
function withoutOriginal(text: string): string {
  return text
    .split(/(?<!\\)\r?\n/)
    .filter((requirement) => !ORIGINAL.test(requirement))
    .join('\n');
}

/** @returns why it failed */
function install(folder: string, file: string, text: string, { cpu, python }: RequirementsRequest): string | undefined {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  // Beside the file itself: what it names has paths from there.
  const list = join(dirname(file), `.tasker-sfn-${process.pid}.txt`);
  writeFileSync(list, text);
  const platforms = GLIBC.map((version) => `manylinux_${version}_${MACHINES[cpu]}`);
  const args = [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--no-input'],
    ...['--target', draft, '--requirement', list, '--only-binary', ':all:', '--implementation', 'cp'],
    ...[
      '--python-version',
      VERSION,
      ...[...platforms, `manylinux2014_${MACHINES[cpu]}`].flatMap((each) => ['--platform', each]),
    ],
  ];
  try {
    execFileSync(python, args, { cwd: dirname(file), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    // What is run by people, and differs from machine to machine.
    rmSync(join(draft, 'bin'), { recursive: true, force: true });
    renameSync(draft, folder);
    return undefined;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    return reasonIn(stderr);
  } finally {
    rmSync(list, { force: true });
  }
}

/** What pip says, in a few words. */
function reasonIn(stderr: string): string {
  const wheel = /No matching distribution found for (\S+)/.exec(stderr)?.[1];
  if (wheel !== undefined) return `"${wheel}" has no wheel for Python ${VERSION} on this processor of Lambda`;
  if (/No module named pip/.test(stderr)) return 'the interpreter has no pip';
  return lastLines(stderr);
}

function lastLines(text: string): string {
  const lines = text.trim().split('\n');
  return lines.slice(-2).join(' ').slice(0, 400);
}
