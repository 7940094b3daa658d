import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { bundleFolder, copyFiles, different, fileAbove, hashOf, projectAbove, sizeOf } from '../bundle-parts.ts';
import { declaredEvents, portablePatternsOf } from '../declared-events.ts';
import type { BundledHandler, BundleRequest, LanguageBundle } from '../handler-bundle.ts';
import type { ClassLocation } from '../handler-location.ts';
import type { Publication } from '../publication.ts';
import type { SourceProblem } from '../source-problem.ts';
import { buildFailed, interpreterMissing } from '../source-reader.ts';
import { writeIfChanged } from '../write-if-changed.ts';
import { entryCode, localCommand } from './entry-code.ts';
import { type InstalledGems, installGems, LOCK } from './install-gems.ts';
import { rubyReader, runRuby } from './run-ruby.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The runtime of Lambda for handlers in Ruby. */
export const RUBY_RUNTIME = 'ruby3.4';
/** By these, a folder is a project. */
const MARKS = ['Gemfile', 'package.json', '.git'];
/** What of the runtime no function needs: Lambda has a client of its own. */
const NOT_DEPLOYED = ['bootstrap.rb', 'testing.rb'];

/**
 * Bundles handlers in Ruby: each with the files that it requires and those of the constants that it names, and with the gems that the
 * project locks where it requires any. Bundles that run here name the sources where they lie, and find gems where they are installed.
 */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const { handlers, cpuOf, publications, bundling } = request;
  const dir = realpathSync(request.dir);
  const project = projectAbove(dir, MARKS, dir);
  const folders = [dir, ...['app', 'lib'].map((name) => join(project, name))].filter((each) => existsSync(each));
  const list = [...handlers].map(([callable, location]) => {
    const file = realpathSync(location.file);
    const classes = ownClasses(publications?.get(callable));
    return { callable, location: { ...location, file }, classes };
  });
  const roots = [...new Set([project, join(project, 'lib'), dir])].filter((each) => existsSync(each));
  const close = list.map(({ location, classes }) => [location.file, ...classes.map(({ file }) => realpathSync(file))]);
  const answer = runRuby({ close, folders, search: roots }, dir);
  if ('missing' in answer) {
    const problems = list.slice(0, 1).map(({ location }) => interpreterMissing(rubyReader, location.file, answer));
    return { bundle: new Map(), problems };
  }
  const bundle = new Map<string, BundledHandler>();
  const problems: SourceProblem[] = [];
  for (const [index, { callable, location }] of list.entries()) {
    const closed = answer.closed?.[index];
    if (closed === undefined) continue;
    if (closed.problem !== null) {
      problems.push(buildFailed(closed.problem));
      continue;
    }
    const { sources, constants } = closed;
    const cpu = cpuOf?.(callable);
    const folder = bundleFolder(request, callable, cpu);
    const code = entryCode({
      location,
      search: [...roots, dirname(location.file)],
      constants,
      events: eventsOf(publications?.get(callable)),
      gemfile: cpu === undefined && closed.packages.length > 0 ? gemfileAbove(dir) : undefined,
      metrics: bundling?.metrics === true,
      base: cpu === undefined ? undefined : project,
    });
    const made = { ...location, folder, entry: join(folder, 'index.rb'), runtime: RUBY_RUNTIME, sources };
    const hash = hashOf([code, ...sources.map((each) => readFileSync(each, 'utf8'))]);
    if (cpu === undefined) {
      writeIfChanged(made.entry, code);
      bundle.set(callable, { ...made, hash, bytes: Buffer.byteLength(code), command: localCommand(answer.executable) });
      continue;
    }
    const packages = closed.packages.filter(({ name }) => !(bundling?.external ?? []).includes(name));
    const gems =
      packages.length === 0
        ? undefined
        : installGems({ packages, dir, outDir: request.outDir, ruby: answer.executable });
    problems.push(...(gems?.problems ?? []));
    write(folder, code, sources, project, gems);
    problems.push(...copyFiles(folder, dir, project, bundling?.files));
    bundle.set(callable, {
      ...made,
      hash: hashOf([hash, gems?.key ?? '']),
      bytes: sizeOf([made.entry, ...sources]),
    });
  }
  return { bundle, problems: different(problems) };
}

function gemfileAbove(dir: string): string | undefined {
  const lock = fileAbove(dir, [LOCK]);
  return lock === undefined ? undefined : join(dirname(lock), 'Gemfile');
}

/** The publishers and subscribers in Ruby: classes in other languages stay where they are. */
function ownClasses(publication: Publication | undefined): readonly ClassLocation[] {
  const all = [...(publication?.publishers ?? []), ...(publication?.subscribers ?? [])];
  return all.filter(({ language }) => language === 'ruby');
}

function eventsOf(publication: Publication | undefined): ((placeOf: (file: string) => string) => object) | undefined {
  if (publication === undefined) return undefined;
  return (placeOf) => {
    const told = (classes: readonly ClassLocation[]) =>
      classes
        .filter(({ language }) => language === 'ruby')
        .map(({ file, exportName }) => ({ file: placeOf(realpathSync(file)), name: exportName }));
    const { publishers, subscribers } = publication;
    return {
      declared: declaredEvents(publication),
      patterns: portablePatternsOf(publication),
      publishers: told(publishers),
      subscribers: told(subscribers),
    };
  };
}

/** What is deployed, and nothing else. */
function write(
  folder: string,
  code: string,
  sources: readonly string[],
  project: string,
  gems: InstalledGems | undefined,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (gems?.folder !== undefined) cpSync(gems.folder, folder, { recursive: true });
  cpSync(join(runtimeFolder(), 'lib'), folder, {
    recursive: true,
    filter: (path) => !NOT_DEPLOYED.includes(basename(path)),
  });
  for (const source of sources) cpSync(source, join(folder, relative(project, source)));
  writeIfChanged(join(folder, 'index.rb'), code);
}
