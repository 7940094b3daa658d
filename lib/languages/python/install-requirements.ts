import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { shortHash } from '../../contract/short-hash.ts';
import { fileAbove } from '../bundle-parts.ts';
import { missingPackage, type InstalledPackages, type PackagesRequest } from '../bundle-sources.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The files that lock requirements, in the order in which they are looked for. */
const FILES = ['requirements.txt', 'uv.lock', 'poetry.lock'];
/** The version of Python on Lambda. */
const VERSION = '3.13';
/** Amazon Linux 2023 has version 2.34 of the C library, which runs what was built for earlier ones, too. */
const GLIBC = ['2_34', '2_31', '2_28', '2_27', '2_26', '2_24', '2_17'];
const MACHINES = { arm64: 'aarch64', x64: 'x86_64' } as const;
/** A line that names another file: of requirements, or of constraints. */
const NESTED = /^[ \t]*(-r|-c|--requirement\b|--constraint\b)[ \t=]*(\S+)(?:[ \t]+#.*)?[ \t]*$/gm;
/** The name of the package that a line requires. */
const NAME = /^\s*([A-Za-z0-9][\w.-]*)/;

/**
 * Installs the locked packages for a function, in a folder that later builds find again.
 *
 * @param python The interpreter whose pip is asked
 */
export function installRequirements(request: PackagesRequest, python: string): InstalledPackages {
  const { packages, external, dir, cpu, outDir } = request;
  const file = fileAbove(dir, FILES);
  if (file === undefined) return { key: '', problems: packages.map(missingPackage) };
  const listed = readRequirements(file, python);
  if ('reason' in listed) return { key: '', problems: [{ kind: 'requirements-failed', file, reason: listed.reason }] };
  const text = without(['tasker-py', ...external], listed.text);
  const key = shortHash(`${cpu} ${VERSION} ${text}`);
  const folder = join(resolve(outDir), 'packages', `${cpu}-${key}`);
  if (!existsSync(folder)) {
    // Where all is listed, what a layer has does not come again with a package that needs it.
    const lists = basename(file) === 'requirements.txt' ? /--hash=/.test(text) : true;
    const reason = install(folder, file, text, { cpu, python, dependencies: external.length === 0 || !lists });
    if (reason !== undefined) return { key, problems: [{ kind: 'requirements-failed', file, reason }] };
  }
  const names = new Set(readdirSync(folder).map((name) => name.replace(/\..*$/, '')));
  return { folder, key, problems: packages.filter(({ name }) => !names.has(name)).map(missingPackage) };
}

/** The requirements in the form that pip reads. */
function readRequirements(file: string, python: string): { readonly text: string } | { readonly reason: string } {
  const name = basename(file);
  if (name === 'requirements.txt') return { text: wholeText(file) };
  const uv = ['export', '--frozen', '--no-dev', '--no-emit-project', '--no-hashes', '--format', 'requirements-txt'];
  const tool = join(runtimeFolder(), 'tools', 'read_poetry_lock.py');
  const [command, args] = name === 'uv.lock' ? ['uv', uv] : [python, ['-I', '-S', tool, file]];
  try {
    const text = execFileSync(command, args, {
      cwd: dirname(file),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { text };
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

/** What is left of requirements. One may go on over several lines, such as those of its hashes. */
function without(names: readonly string[], text: string): string {
  const left = new Set(names.map(normal));
  return text
    .split(/(?<!\\)\r?\n/)
    .filter((requirement) => !left.has(normal(NAME.exec(requirement)?.[1] ?? '')))
    .join('\n');
}

/** As PyPI compares names. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

interface PipSettings {
  readonly cpu: PackagesRequest['cpu'];
  readonly python: string;
  /** Whether what the listed packages need is installed, too. */
  readonly dependencies: boolean;
}

/** @returns why it failed */
function install(
  folder: string,
  file: string,
  text: string,
  { cpu, python, dependencies }: PipSettings,
): string | undefined {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  // Beside the file itself: what it names has paths from there.
  const list = join(dirname(file), `.tasker-sfn-${process.pid}.txt`);
  writeFileSync(list, text);
  const platforms = GLIBC.map((version) => `manylinux_${version}_${MACHINES[cpu]}`);
  const args = [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--no-input'],
    ...['--target', draft, '--requirement', list, '--only-binary', ':all:', '--implementation', 'cp'],
    ...(dependencies ? [] : ['--no-deps']),
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
