import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shortHash } from '../../contract/short-hash.ts';
import { fileAbove } from '../bundle-parts.ts';
import { missingPackage, type InstalledPackages, type PackagesRequest } from '../bundle-sources.ts';

/** The file that locks gems. */
export const LOCK = 'Gemfile.lock';
/** The folder in which Lambda's runtime looks for gems of a function. */
const GEMS = join('vendor', 'bundle', 'ruby', '3.4.0');
/** The gem that handlers require Tasker by: ours takes its place. */
const ORIGINAL = /^\s*(?:gem\s*\(?\s*['"]tasker-rb['"]|tasker-rb\b)/;
const BUNDLER = 'load Gem.bin_path("bundler", "bundle")';

/** Gems of a system have its name behind their version. */
const SYSTEM = /-((?:x86_64|x86|x64|aarch64|arm64|arm|universal)-[\w.-]+|java)$/;
const LAMBDA = { arm64: /^aarch64-linux(?:-gnu)?$/, x64: /^x86_64-linux(?:-gnu)?$/ } as const;

/**
 * Installs the locked gems for functions, in a folder that later builds find again.
 *
 * @param ruby The interpreter whose bundler is asked
 */
export function installGems(request: PackagesRequest, ruby: string): InstalledPackages {
  const { packages, external, dir, cpu, outDir } = request;
  const lock = fileAbove(dir, [LOCK]);
  if (lock === undefined) return { key: '', problems: packages.map(missingPackage) };
  const locked = withoutOriginal(readFileSync(lock, 'utf8'));
  const key = shortHash(`${cpu} ${GEMS} ${external.join(' ')} ${locked}`);
  const folder = join(resolve(outDir), 'packages', `ruby-${cpu}-${key}`);
  if (!existsSync(folder)) {
    const reason = install(folder, dirname(lock), locked, request, ruby);
    if (reason !== undefined) return { key, problems: [{ kind: 'requirements-failed', file: lock, reason }] };
  }
  const libraries = readdirSync(join(folder, GEMS, 'gems')).map((gem) => join(folder, GEMS, 'gems', gem, 'lib'));
  const isThere = ({ name }: PackagesRequest['packages'][number]) =>
    libraries.some((library) => existsSync(join(library, `${name}.rb`)));
  return { folder, key, problems: packages.filter((each) => !isThere(each)).map(missingPackage) };
}

function withoutOriginal(text: string): string {
  return text
    .split('\n')
    .filter((line) => !ORIGINAL.test(line))
    .join('\n');
}

/** @returns why it failed */
function install(
  folder: string,
  project: string,
  locked: string,
  request: PackagesRequest,
  ruby: string,
): string | undefined {
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
    return arrange(draft, folder, request);
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

/**
 * Puts what bundler has installed where Lambda looks for it, and nothing else; what a layer has is left out.
 *
 * @returns why that is not possible
 */
function arrange(draft: string, folder: string, { cpu, external }: PackagesRequest): string | undefined {
  const [version] = existsSync(join(draft, 'ruby')) ? readdirSync(join(draft, 'ruby')) : [];
  const installed = join(draft, 'ruby', version ?? '');
  const listed = (part: string) =>
    version !== undefined && existsSync(join(installed, part)) ? readdirSync(join(installed, part)) : [];
  const built = existsSync(join(installed, 'extensions')) ? builtGems(join(installed, 'extensions')) : [];
  const gems = listed('gems').filter((gem) => !external.includes(nameOf(gem)));
  const native = gems.filter((gem) => built.includes(gem) || !fits(gem, cpu)).map((gem) => `"${gem}"`);
  if (native.length > 0) {
    const have = native.length > 1 ? 'have' : 'has';
    return `${native.join(' and ')} ${have} native code, which is built for this machine and not for Lambda`;
  }
  const made = `${draft}.made`;
  for (const part of ['gems', 'specifications']) {
    mkdirSync(join(made, GEMS, part), { recursive: true });
    for (const name of listed(part).filter((each) => gems.includes(each.replace(/\.gemspec$/, '')))) {
      renameSync(join(installed, part, name), join(made, GEMS, part, name));
    }
  }
  renameSync(made, folder);
  return undefined;
}

/** Whether a gem is for any system, or for that of the function. */
function fits(gem: string, cpu: PackagesRequest['cpu']): boolean {
  const [, system] = SYSTEM.exec(gem) ?? [];
  return system === undefined || LAMBDA[cpu].test(system);
}

/** The name of a gem, of the folder that has its version, too. */
function nameOf(gem: string): string {
  return gem.replace(/-\d[\w.]*(?:-[\w.-]+)?$/, '');
}

/** The gems that have built something: `extensions/<platform>/<version>/<gem>`. */
function builtGems(folder: string): readonly string[] {
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
