import { join, relative, sep } from 'node:path';
import type { HandlerLocation } from '../handler-location.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** What the file around a handler is made of. */
export interface EntrySettings {
  readonly location: HandlerLocation;
  /** Where required files are looked for. */
  readonly search: readonly string[];
  /** The file of each constant that the handler's code names. */
  readonly constants: Readonly<Record<string, string>>;
  /** Of a handler whose steps publish domain events: JSON for the runtime, in which files have their places. */
  readonly events: ((placeOf: (file: string) => string) => object) | undefined;
  /** The Gemfile whose gems it finds when it runs here. */
  readonly gemfile: string | undefined;
  /** Whether the function writes metrics into its log. */
  readonly metrics: boolean;
  /** The folder from which the deployed code has its paths. @default it runs here, from where it lies */
  readonly base: string | undefined;
}

/** The file `index.rb`, which makes a Lambda function of a handler. */
export function entryCode({ location, search, constants, events, gemfile, metrics, base }: EntrySettings): string {
  // Deployed files lie below the file itself; those of this machine where they are.
  const placeOf = (path: string) => (base === undefined ? path : relative(base, path).split(sep).join('/'));
  const code = (path: string) => {
    const place = placeOf(path);
    if (base === undefined) return quote(place);
    return place === '' || place.startsWith('..') ? '__dir__' : `File.join(__dir__, ${quote(place)})`;
  };
  const folders = base === undefined ? [join(runtimeFolder(), 'lib'), ...search] : [base, ...search];
  const head = [
    '# frozen_string_literal: true',
    '',
    '# tasker-sfn makes a Lambda function of the handler here.',
    `$LOAD_PATH.unshift(${[...new Set(folders.map(code))].join(', ')})`,
    "require 'tasker_sfn'",
    '',
    ...(gemfile === undefined ? [] : [`TaskerSfn::Sources.use_gems(${quote(gemfile)})`]),
    `TaskerSfn::Sources.load_on_demand(${base === undefined ? '' : '__dir__, '}${quote(JSON.stringify(constantsOf(constants, placeOf)))})`,
  ];
  // A plain function is the method `handler` of its file.
  if (location.isFunction === true) return `${[...head, `require ${code(location.file)}`].join('\n')}\n`;
  const found = `TaskerSfn::Sources.handler(${code(location.file)}, ${quote(location.exportName)})`;
  const given = events === undefined ? '' : `, events: ${quote(JSON.stringify(events(placeOf)))}`;
  const body = [
    ...(metrics ? ['TaskerSfn::Metrics.write'] : []),
    `TASKER_SFN_FUNCTION = TaskerSfn::StepFunction.new(${found}${given})`,
    '',
    'def handler(event:, context:)',
    '  TASKER_SFN_FUNCTION.call(event, context)',
    'end',
  ];
  return `${[...head, ...body].join('\n')}\n`;
}

function constantsOf(
  constants: Readonly<Record<string, string>>,
  placeOf: (path: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(constants)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, file]) => [name, placeOf(file)]),
  );
}

/** Runs the function of the folder that is the current one. */
export function localCommand(ruby: string): readonly string[] {
  const program = `require ${quote(join(runtimeFolder(), 'lib', 'tasker_sfn', 'bootstrap'))}; TaskerSfn::Bootstrap.main(Dir.pwd)`;
  return [ruby, '-e', program];
}

/** A text of Ruby in which nothing is computed. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
