import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shortHash } from '../../contract/short-hash.ts';
import { fileAbove } from '../bundle-parts.ts';
import type { SourceProblem } from '../source-problem.ts';
import type { ClosedRuby } from './run-ruby.ts';

/** What handlers need of others. */
export interface GemsRequest {
  readonly packages: ClosedRuby['packages'];
  /** The folder with the handlers: the Gemfile.lock lies in it, or in the nearest one above it that has one. */
  readonly dir: string;
  readonly outDir: string;
  /** The interpreter whose bundler is asked. */
  readonly ruby: string;
}

/** The gems that a project locks. */
export interface InstalledGems {
  /** Where they lie, as a function has them; absent where they cannot be had. */
  readonly folder?: string;
  /** The same gems have the same key. */
  readonly key: string;
  readonly problems: readonly SourceProblem[];
}

/** The file that locks gems. */
export const LOCK = 'Gemfile.lock';
/** The folder in which Lambda's runtime looks for gems of a function. */
const GEMS = join('vendor', 'bundle', 'ruby', '3.4.0');
/** The gem that handlers require Tasker by: ours takes its place. */
const ORIGINAL = /^\s*(?:gem\s*\(?\s*['"]tasker-rb['"]|tasker-rb\b)/;
const BUNDLER = 'load Gem.bin_path("bundler", "bundle")';

/** Installs the locked gems for functions, in a folder that later builds find again. */
export function installGems(request: GemsRequest): InstalledGems {
  const { packages, dir, outDir } = request;
  const lock = fileAbove(dir, [LOCK]);
  if (lock === undefined) return { key: '', problems: packages.map(missing) };
  const locked = withoutOriginal(readFileSync(lock, 'utf8'));
  const key = shortHash(`${GEMS} ${locked}`);
  const folder = join(resolve(outDir), 'packages', `ruby-${key}`);
  if (!existsSync(folder)) {
    const reason = install(folder, dirname(lock), locked, request);
    if (reason !== undefined) return { key, problems: [{ kind: 'requirements-failed', file: lock, reason }] };
  }
  const libraries = readdirSync(join(folder, GEMS, 'gems')).map((gem) => join(folder, GEMS, 'gems', gem, 'lib'));
  const isThere = ({ name }: ClosedRuby['packages'][number]) =>
    libraries.some((library) => existsSync(join(library, `${name}.rb`)));
  return { folder, key, problems: packages.filter((each) => !isThere(each)).map(missing) };
}

function missing({ name, file, line, column }: ClosedRuby['packages'][number]): SourceProblem {
  return { kind: 'module-missing', name, location: { file, line, column } };
}

function withoutOriginal(text: string): string {
  return text
    .split('\n')
    .filter((line) => !ORIGINAL.test(line))
    .join('\n');
}

/** @returns why it failed */
function install(folder: string, project: string, locked: string, { ruby }: GemsRequest): string | undefined {
  const draft = `${folder}.${process.pid}`;
  // Beside the Gemfile itself: what it names has paths from there.
  const gemfile = join(project, `.tasker-sfn-${process.pid}.gemfile`);
  const own = [gemfile, `${gemfile}.lock`];
  try {
    mkdirSync(draft, { recursive: true });
    writeFileSync(gemfile, withoutOriginal(readFileSync(join(project, 'Gemfile'), 'utf8')));
    writeFileSync(`${gemfile}.lock`, locked);
    execFileSync(ruby, ['-e', BUNDLER, 'install', '--retry', '1'], {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        BUNDLE_GEMFILE: gemfile,
        BUNDLE_PATH: draft,
        BUNDLE_WITHOUT: 'development:test',
        // Settings of the project are for its own machines.
        BUNDLE_APP_CONFIG: join(draft, 'config'),
      },
    });
    return arrange(draft, folder);
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout?: string; stderr?: string; code?: string };
    if (code === 'ENOENT') return `there is no "Gemfile" beside it`;
    if (stderr === undefined) throw error;
    return reasonIn(`${stdout ?? ''}\n${stderr}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    for (const file of own) rmSync(file, { force: true });
  }
}

/** Puts what bundler has installed where Lambda looks for it, and nothing else. @returns why that is not possible */
function arrange(draft: string, folder: string): string | undefined {
  const [version] = existsSync(join(draft, 'ruby')) ? readdirSync(join(draft, 'ruby')) : [];
  const installed = join(draft, 'ruby', version ?? '');
  const native = existsSync(join(installed, 'extensions')) ? nativeGems(join(installed, 'extensions')) : [];
  if (native.length > 0) {
    const names = native.map((name) => `"${name}"`).join(' and ');
    return `${names} ${native.length > 1 ? 'have' : 'has'} native code, which is built for this machine and not for Lambda`;
  }
  const made = `${draft}.made`;
  mkdirSync(join(made, GEMS), { recursive: true });
  for (const part of ['gems', 'specifications']) {
    if (version !== undefined && existsSync(join(installed, part)))
      renameSync(join(installed, part), join(made, GEMS, part));
    else mkdirSync(join(made, GEMS, part));
  }
  renameSync(made, folder);
  return undefined;
}

/** The gems that have built something: `extensions/<platform>/<version>/<gem>`. */
function nativeGems(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((platform) =>
    readdirSync(join(folder, platform)).flatMap((version) => readdirSync(join(folder, platform, version))),
  );
}

/** What bundler says, in a few words. */
function reasonIn(output: string): string {
  if (/can't find gem bundler|cannot load such file -- bundler/.test(output)) return 'this Ruby has no bundler';
  const gem = /Could not find (?:gem )?['"]?([\w.-]+(?:[- (][^'"\n)]*\)?)?)['"]?[^\n]* in /.exec(output)?.[1];
  if (gem !== undefined) return `"${gem.trim()}" is not to be had from the sources that the Gemfile names`;
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.slice(-2).join(' ').slice(0, 400).replace(/\.$/, '');
}
