/** Codes of problems, as `ValidateStateMachineDefinition` gives them. */
export type ProblemCode =
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_JSON_DESCRIPTION'
  | 'DUPLICATE_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_STATE_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'NO_DOLLAR'
  | 'PASS_RESULT_IS_STATIC';

/** What is wrong with a definition, and where. */
export interface DefinitionProblem {
  /** Whether the definition is refused for it. */
  readonly severity: 'ERROR' | 'WARNING';
  /** The kind of problem, in the words of `ValidateStateMachineDefinition`. */
  readonly code: ProblemCode;
  /** What is wrong. */
  readonly message: string;
  /** Such as `/States/Pay/Catch[0]/Next`; absent where the whole is meant. */
  readonly location?: string;
}

/** Collects the problems of one definition. */
export class Problems {
  readonly found: DefinitionProblem[] = [];

  /** A field that breaks the schema. */
  schema(location: string, message: string): void {
    this.error('SCHEMA_VALIDATION_FAILED', location, message);
  }

  /** Whether a value is a text; of one that is not, the schema says so. */
  checkText(location: string, value: unknown): value is string {
    if (typeof value === 'string') return true;
    this.schema(location, 'Expected value of type [STRING]');
    return false;
  }

  /** Checks that a value is one of a few texts. */
  checkChoice(location: string, value: unknown, values: readonly string[]): void {
    if (!this.checkText(location, value) || values.includes(value)) return;
    this.schema(location, `Value should be one of the following: [${values.join(', ')}]`);
  }

  error(code: ProblemCode, location: string | undefined, message: string): void {
    this.found.push({ severity: 'ERROR', code, message, ...(location === undefined ? {} : { location }) });
  }

  warn(code: ProblemCode, location: string, message: string): void {
    this.found.push({ severity: 'WARNING', code, message, location });
  }
}
