import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackageRoot } from '../typescript/runtime-entry.ts';

/** The oldest Python whose code the runtime is written in. */
const OLDEST = [3, 10] as const;
/** Names the user's Python where it is another than that of the project's environment. */
const COMMAND_VARIABLE = 'TASKER_SFN_PYTHON';
/** A program that has not answered by then never will, in ms. */
const PATIENCE_MS = 60_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** A file as `read_handlers.py` has read it. */
export interface ReadFile {
  readonly problem?: ReadProblem;
  readonly found?: readonly ReadDeclaration[];
  /** Whether it has a plain function `handler`. */
  readonly function?: boolean;
}

interface ReadPlace {
  readonly line: number;
  readonly column: number;
}

interface ReadProblem extends ReadPlace {
  readonly reason: string;
}

/** Something that templates name, or that takes part in domain events. */
export interface ReadDeclaration extends ReadPlace {
  readonly kind: 'class' | 'function' | 'publisher' | 'subscriber';
  readonly export: string;
  /** Null where it is computed. */
  readonly name?: string | null;
  readonly patterns?: readonly string[] | null;
}

/** What a module is made of. */
export interface ClosedModule {
  /** All files that it imports, itself included. */
  readonly sources: readonly string[];
  /** Packages of others, each with the first place that imports it. */
  readonly packages: readonly ({ readonly name: string; readonly file: string } & ReadPlace)[];
  readonly problem: (ReadProblem & { readonly file: string }) | null;
}

interface Request {
  readonly find?: readonly string[];
  readonly close?: readonly { readonly module: string; readonly roots: readonly string[] }[];
}

interface Answer {
  readonly version: readonly [number, number, number];
  readonly executable?: string;
  readonly files?: readonly ReadFile[];
  readonly closed?: readonly ClosedModule[];
}

/** A Python that can be used. */
export interface FoundPython extends Answer {
  readonly executable: string;
}

/** Why there is none, in words that follow "it". */
export interface MissingPython {
  readonly missing: string;
}

/**
 * Lets the user's Python read files: the one that TASKER_SFN_PYTHON names, that of the virtual environment, or `python3`.
 *
 * @param from The folder from which an environment of the project is looked for.
 */
export function runPython(request: Request, from: string): FoundPython | MissingPython {
  const program = join(findPackageRoot(), 'runtimes', 'python', 'tools', 'read_handlers.py');
  const named = process.env[COMMAND_VARIABLE];
  let missing: string | undefined;
  for (const command of named === undefined || named === '' ? commandsFrom(from) : [named]) {
    const answer = ask(command, program, request);
    if (answer === undefined) continue;
    const [major, minor] = answer.version;
    const { executable } = answer;
    if (executable !== undefined) return { ...answer, executable };
    missing ??= `"${command}" is Python ${major}.${minor}`;
  }
  return { missing: missing ?? `there is no "${named ?? 'python3'}" that runs` };
}

/** The version that handlers need, as people write it. */
export const OLDEST_PYTHON = OLDEST.join('.');

function commandsFrom(folder: string): readonly string[] {
  const active = process.env['VIRTUAL_ENV'];
  return [...environmentsAbove(folder), ...(active === undefined ? [] : [pythonIn(active)]), 'python3', 'python'];
}

function environmentsAbove(folder: string): readonly string[] {
  const own = ['.venv', 'venv'].map((name) => pythonIn(join(folder, name))).filter((file) => existsSync(file));
  const parent = dirname(folder);
  return parent === folder ? own : [...own, ...environmentsAbove(parent)];
}

function pythonIn(environment: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}

/** Undefined where the command is not there, or no Python 3. */
function ask(command: string, program: string, request: Request): Answer | undefined {
  try {
    const text = execFileSync(command, ['-I', '-S', program], {
      input: JSON.stringify(request),
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      maxBuffer: LARGEST_ANSWER,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return JSON.parse(text) as Answer;
  } catch (error) {
    const { code, status, stderr } = error as { code?: string; status?: number | null; stderr?: string };
    // A program of ours that fails is no missing Python.
    if (stderr?.includes('read_handlers.py') === true && !stderr.includes('SyntaxError')) throw error;
    if (code !== undefined || status !== 0) return undefined;
    throw error;
  }
}
