/** What an import could not carry, or why there is none. */
export interface Problem {
  /** Where it stands in the definition, such as `/States/Pay/Catch`. */
  readonly location: string;
  /** The state that it is about. */
  readonly state: string;
  readonly message: string;
  readonly hint: string;
}

/** The definition cannot be said as a template. */
export class ImportRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ImportRefused';
    this.problem = problem;
  }
}
