import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileAbove, projectAbove } from '../bundle-parts.ts';
import { bundleSources, type ReadHandler } from '../bundle-sources.ts';
import { declaredEvents, portablePatternsOf } from '../declared-events.ts';
import type { BundleRequest, LanguageBundle } from '../handler-bundle.ts';
import type { ClassLocation } from '../handler-location.ts';
import type { Publication } from '../publication.ts';
import { interpreterMissing } from '../source-reader.ts';
import { entryCode, localCommand } from './entry-code.ts';
import { installGems, LOCK } from './install-gems.ts';
import { rubyReader, runRuby } from './run-ruby.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The runtime of Lambda for handlers in Ruby. */
export const RUBY_RUNTIME = 'ruby3.4';
/** By these, a folder is a project. */
const MARKS = ['Gemfile', 'package.json', '.git'];

/** Bundles handlers in Ruby, each with the files that it requires and those of the constants that it names. */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const { handlers, publications, bundling } = request;
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
  const read = list.flatMap(({ callable, location }, index): ReadHandler[] => {
    const closed = answer.closed?.[index];
    if (closed === undefined) return [];
    const settings = {
      location,
      search: [...roots, dirname(location.file)],
      constants: closed.constants,
      events: eventsOf(publications?.get(callable)),
      metrics: bundling?.metrics === true,
    };
    const gemfile = closed.packages.length > 0 ? gemfileAbove(dir) : undefined;
    // Deployed, it finds gems where Lambda looks for them.
    const code = (base: string | undefined) =>
      entryCode({ ...settings, gemfile: base === undefined ? gemfile : undefined, base });
    return [{ callable, location, parts: [closed], entryCode: code }];
  });
  return bundleSources(request, read, {
    runtime: RUBY_RUNTIME,
    entryName: 'index.rb',
    command: localCommand(answer.executable),
    dir,
    project,
    runtimeFolder: join(runtimeFolder(), 'lib'),
    runtimeParts: ['tasker_core.rb', 'tasker_core', 'tasker_sfn.rb', 'tasker_sfn'],
    // Lambda has a client of its own.
    notDeployed: ['bootstrap.rb', 'testing.rb'],
    install: (packages) => installGems(packages, answer.executable),
  });
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
