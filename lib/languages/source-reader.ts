import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { functionName } from './function-name.ts';
import type {
  HandlerLocation,
  LanguageId,
  PublisherLocation,
  ResolverLocation,
  SubscriberLocation,
} from './handler-location.ts';
import type { HandlerLanguage } from './language.ts';
import type { SourceProblem } from './source-problem.ts';
import { matcherOf, startingWith } from './starting-with.ts';

/** A program that has not answered by then never will, in ms. */
const PATIENCE_MS = 60_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** A language whose files the user's own interpreter reads, by a program of ours that speaks JSON. */
export interface SourceReader {
  readonly language: LanguageId;
  /** What it needs, such as `Python 3.10 or later`. */
  readonly needs: string;
  /** The variable that names the interpreter where it is another than those of `commandsFrom`. */
  readonly variable: string;
  /** The interpreters that it may be, the best one first, as seen from a folder. */
  readonly commandsFrom: (folder: string) => readonly string[];
  /** Arguments before the program, which keep the user's settings out. */
  readonly options: readonly string[];
  /** The program, `read_handlers` of its runtime. */
  readonly program: () => string;
  /** What an interpreter says that is too old to understand the program. */
  readonly tooOld: RegExp;
  /** By which names templates may call a class besides its own, or instead where it has none. @default by none */
  readonly classNames?: (file: string, exportName: string, dir: string) => readonly string[];
  /** Words without which a file declares nothing that we look for: nothing is started for others. */
  readonly words: Readonly<Record<'steps' | 'resolvers' | 'events' | 'functions', RegExp>>;
}

/** A place in a file; lines and columns count from 1. */
export interface ReadPlace {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a file. */
export interface ReadProblem extends ReadPlace {
  readonly reason: string;
}

/** A file as its program has read it. */
interface ReadFile {
  readonly problem?: ReadProblem;
  readonly found?: readonly ReadDeclaration[];
  /** Whether it has a plain function `handler`. */
  readonly function?: boolean;
}

/** Something that templates name, or that takes part in domain events. */
interface ReadDeclaration extends ReadPlace {
  readonly kind: 'class' | 'function' | 'resolver' | 'publisher' | 'subscriber';
  readonly export: string;
  /** Null where it is computed. */
  readonly name?: string | null;
  readonly patterns?: readonly string[] | null;
  /** Of a resolver: which callables it takes, and when it is asked. */
  readonly pattern?: string | null;
  readonly prefix?: string | null;
  readonly priority?: number | null;
}

/** What code is made of. */
export interface ClosedSources {
  /** All files that it needs, its own included. */
  readonly sources: readonly string[];
  /** Packages of others, each with the first place that needs it. */
  readonly packages: readonly ({ readonly name: string; readonly file: string } & ReadPlace)[];
  readonly problem: (ReadProblem & { readonly file: string }) | null;
}

/** What a program answers. */
export interface ReaderAnswer<Closed extends ClosedSources = ClosedSources> {
  /** Those of the interpreter. */
  readonly version: readonly [number, number, number];
  readonly files?: readonly ReadFile[];
  readonly closed?: readonly Closed[];
}

/** Why there is no interpreter, in words that follow "it". */
export interface MissingInterpreter {
  readonly missing: string;
}

/**
 * Lets the user's interpreter read files.
 *
 * @param from The folder from which it is looked for.
 */
export function askReader<Closed extends ClosedSources>(
  reader: SourceReader,
  request: object,
  from: string,
): (ReaderAnswer<Closed> & { readonly executable: string }) | MissingInterpreter {
  const named = process.env[reader.variable];
  const commands = named === undefined || named === '' ? reader.commandsFrom(from) : [named];
  let missing: string | undefined;
  for (const command of commands) {
    const answer = ask<Closed>(reader, command, request);
    if (answer === undefined) continue;
    const [major, minor] = answer.version;
    const { executable } = answer;
    if (executable !== undefined) return { ...answer, executable };
    missing ??= `"${command}" is ${reader.needs.split(' ')[0]} ${major}.${minor}`;
  }
  const [usual] = commands.filter((command) => !/[\\/]/.test(command));
  return { missing: missing ?? `there is no "${usual ?? named}" that runs` };
}

/** Undefined where the command is not there, or another program. */
function ask<Closed extends ClosedSources>(
  { options, program, tooOld }: SourceReader,
  command: string,
  request: object,
): (ReaderAnswer<Closed> & { readonly executable?: string }) | undefined {
  try {
    const text = execFileSync(command, [...options, program()], {
      input: JSON.stringify(request),
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      maxBuffer: LARGEST_ANSWER,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return JSON.parse(text) as ReaderAnswer<Closed> & { readonly executable?: string };
  } catch (error) {
    const { code, status, stderr } = error as { code?: string; status?: number | null; stderr?: string };
    // A program of ours that fails is no missing interpreter.
    if (stderr?.includes('read_handlers') === true && !tooOld.test(stderr)) throw error;
    if (code !== undefined || status !== 0) return undefined;
    throw error;
  }
}

/** How a language finds what its files declare. */
export function findersOf(
  reader: SourceReader,
): Pick<HandlerLanguage, 'findHandlers' | 'findFunctions' | 'findResolvers' | 'findEventClasses'> {
  const { language, words } = reader;
  return {
    findHandlers: (files, dir) => {
      const { declared, problems } = readDeclared(reader, files, words.steps);
      const handlers: HandlerLocation[] = [];
      const wrong: SourceProblem[] = [...problems];
      for (const [file, each] of declared) {
        if (each.kind !== 'class' && each.kind !== 'function') continue;
        if (typeof each.name !== 'string') {
          wrong.push(computedName(file, each));
          continue;
        }
        const location = { language, file, exportName: each.export };
        if (each.kind === 'function') {
          handlers.push({ name: each.name, ...location, isDefined: true });
          continue;
        }
        const names = [each.name, ...(reader.classNames?.(file, each.export, dir) ?? [])].filter((name) => name !== '');
        const [name = '', ...alsoNamed] = names;
        handlers.push({ name, ...location, ...(alsoNamed.length > 0 && { alsoNamed }) });
      }
      return { handlers, problems: wrong };
    },
    findFunctions: (files) => {
      const { read, problems } = readFiles(reader, files, words.functions);
      const handlers = read
        .filter(([, module]) => module.function === true)
        .map(([file]): HandlerLocation => ({
          name: functionName(file),
          language,
          file,
          exportName: 'handler',
          isFunction: true,
        }));
      return { handlers, problems };
    },
    findResolvers: (files) => {
      const { declared, problems } = readDeclared(reader, files, words.resolvers);
      const resolvers: ResolverLocation[] = [];
      const wrong: SourceProblem[] = [...problems];
      for (const [file, each] of declared) {
        if (each.kind !== 'resolver') continue;
        const { export: exportName, name, pattern, prefix, priority } = each;
        if (typeof name !== 'string') {
          wrong.push(computedName(file, each));
          continue;
        }
        const takes = pattern ? matcherOf(pattern) : prefix ? startingWith(prefix) : undefined;
        resolvers.push({ language, file, exportName, name, priority: priority ?? 50, ...(takes && { takes }) });
      }
      return { resolvers, problems: wrong };
    },
    findEventClasses: (files) => {
      const { declared, problems } = readDeclared(reader, files, words.events);
      const publishers: PublisherLocation[] = [];
      const subscribers: SubscriberLocation[] = [];
      const wrong: SourceProblem[] = [...problems];
      for (const [file, each] of declared) {
        const location = { language, file, exportName: each.export };
        if (each.kind === 'subscriber')
          subscribers.push({ ...location, ...(each.patterns && { patterns: each.patterns }) });
        if (each.kind !== 'publisher') continue;
        if (typeof each.name === 'string') publishers.push({ ...location, name: each.name });
        else wrong.push(computedName(file, each));
      }
      return { publishers, subscribers, problems: wrong };
    },
  };
}

function readDeclared(reader: SourceReader, files: readonly string[], word: RegExp) {
  const { read, problems } = readFiles(reader, files, word);
  const declared = read.flatMap(([file, { found = [] }]) => found.map((each) => [file, each] as const));
  return { declared, problems };
}

/** Reads those files that may declare something. */
function readFiles(
  reader: SourceReader,
  files: readonly string[],
  word: RegExp,
): { readonly read: readonly (readonly [string, ReadFile])[]; readonly problems: readonly SourceProblem[] } {
  const own = files.filter((file) => word.test(readFileSync(file, 'utf8')));
  const [first] = own;
  if (first === undefined) return { read: [], problems: [] };
  const answer = askReader(reader, { find: own }, dirname(first));
  if ('missing' in answer) return { read: [], problems: [interpreterMissing(reader, first, answer)] };
  const read = own.map((file, index) => [file, answer.files?.[index] ?? {}] as const);
  const problems = read.flatMap(([file, { problem }]) =>
    problem === undefined ? [] : [buildFailed({ file, ...problem })],
  );
  return { read, problems };
}

/** The interpreter is not there that a file needs. */
export function interpreterMissing(
  { needs }: SourceReader,
  file: string,
  { missing: reason }: MissingInterpreter,
): SourceProblem {
  return { kind: 'interpreter-missing', needs, reason, location: { file, line: 1, column: 1 } };
}

/** A file cannot be read. */
export function buildFailed({ file, reason, line, column }: ReadProblem & { readonly file: string }): SourceProblem {
  return { kind: 'build-failed', reason, location: { file, line, column } };
}

function computedName(file: string, { export: handler, line, column }: ReadDeclaration): SourceProblem {
  return { kind: 'name-not-literal', handler, location: { file, line, column } };
}
