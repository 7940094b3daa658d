import { join } from 'node:path';
import { askReader, type ClosedSources, type SourceReader } from '../source-reader.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The user's Ruby: the one that TASKER_SFN_RUBY names, or `ruby`. */
export const rubyReader: SourceReader = {
  language: 'ruby',
  needs: 'Ruby 3.1 or later',
  variable: 'TASKER_SFN_RUBY',
  commandsFrom: () => ['ruby'],
  options: ['--disable-gems', '--disable-rubyopt'],
  program: () => join(runtimeFolder(), 'tools', 'read_handlers.rb'),
  tooOld: /syntax error/i,
  words: {
    steps: /[Hh]andler|batch_(?:analyzer|worker)/,
    resolvers: /Resolver\b/,
    events: /BasePublisher|BaseSubscriber|subscribes_to/,
    functions: /^\s*def handler\b/m,
  },
};

/** What code in Ruby is made of. */
export interface ClosedRuby extends ClosedSources {
  /** The file of each constant that is named. */
  readonly constants: Readonly<Record<string, string>>;
}

interface Request {
  /** Lists of files. */
  readonly close: readonly (readonly string[])[];
  /** Where constants that nobody requires are looked for. */
  readonly folders: readonly string[];
  /** Where required files are looked for. */
  readonly search: readonly string[];
}

/** Lets the user's Ruby read what code is made of. */
export function runRuby(request: Request, from: string): ReturnType<typeof askReader<ClosedRuby>> {
  return askReader<ClosedRuby>(rubyReader, request, from);
}
