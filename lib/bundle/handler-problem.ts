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
export function describeProblem(problem: HandlerProblem): string {
  switch (problem.kind) {
    case 'folder-missing':
      return `There is no folder "${problem.dir}" with handlers.`;
    case 'not-found':
      return `No handler named "${problem.callable}" is exported in the folder "${problem.dir}". ${
        problem.available.length === 0
          ? 'The folder has no handlers: export a class with a static "handlerName".'
          : `It has ${problem.available.map((name) => `"${name}"`).join(', ')}.`
      }`;
    case 'conflict':
      return `Two handlers are named "${problem.callable}": ${show(problem.first)} and ${show(problem.second)}. Rename one of them.`;
    case 'name-not-literal':
      return `${show(problem.place)}: the name of the handler "${problem.handler}" is computed. Write it as a plain string.`;
    case 'build-failed':
      return `${show(problem.place)}: ${problem.reason}\n${problem.frame}`;
  }
}

function show({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
