import type { DiagnosticKind } from '../diagnostics/diagnostic-kind.ts';
import { handlerConflict, handlerNotFound, noHandlersFolder } from './diagnostics.ts';

/** Where something was written: a file relative to the working directory, lines and columns from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a folder of handlers. */
export type HandlerProblem =
  | { readonly kind: 'folder-missing'; readonly dir: string }
  | {
      readonly kind: 'not-found';
      readonly callable: string;
      readonly dir: string;
      /** The names of the handlers that there are. */
      readonly available: readonly string[];
    }
  | { readonly kind: 'conflict'; readonly callable: string; readonly first: Place; readonly second: Place }
  /** A handler's name is computed, so that it cannot be known without running the code. */
  | { readonly kind: 'name-not-literal'; readonly handler: string; readonly place: Place }
  | {
      readonly kind: 'build-failed';
      readonly place: Place;
      readonly reason: string;
      /** The lines around the place, with a mark under the mistake. */
      readonly frame: string;
    };

/** Thrown for everything that is wrong with a folder of handlers, all at once. */
export class HandlerError extends Error {
  readonly problems: readonly HandlerProblem[];

  constructor(problems: readonly HandlerProblem[]) {
    super(problems.map(describeProblem).join('\n\n'));
    this.name = 'HandlerError';
    this.problems = problems;
  }
}

/** A problem in words, with what to change. */
function describeProblem(problem: HandlerProblem): string {
  switch (problem.kind) {
    case 'folder-missing':
      return say(noHandlersFolder, problem);
    case 'not-found':
      return say(handlerNotFound, problem);
    case 'conflict': {
      const { callable, first, second } = problem;
      return say(handlerConflict, { callable, first: show(first), second: show(second) });
    }
    case 'name-not-literal':
      return `${show(problem.place)}: ${computedName(problem.handler)}`;
    case 'build-failed':
      return `${show(problem.place)}: ${problem.reason}\n${problem.frame}`;
  }
}

/** Why the name of a handler cannot be known. */
export function computedName(handler: string): string {
  return `the name of "${handler}" is computed, but must be a plain string.`;
}

function say<P>({ message, hint }: DiagnosticKind<P>, params: NoInfer<P>): string {
  return [message(params), hint?.(params)].filter((text) => text !== undefined).join(' ');
}

function show({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
