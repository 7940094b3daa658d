/** The types of one step: what its handler is given and what it returns. `tasker-sfn generate types` makes them of a template. */
export interface StepTypes {
  /** The task's context, as `input_schema` describes it. */
  readonly input: object;
  /** By step name, the results that the handler can read. */
  readonly results: object;
  /** What the step returns, as `result_schema` describes it. */
  readonly result: object;
}

/** Types of any step: names are free, and values unknown until the handler says what they are. */
// `any` and nothing else is assignable both ways, so that handlers without types take contexts with them, and the other way round.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyStep = any;

/** The keys of the task's context. */
export type InputKey<Step extends StepTypes> = keyof Step['input'] & string;

/** A value of the task's context; where the step has no types, what the caller says it is. */
export type InputValue<Step extends StepTypes, Key extends InputKey<Step>, Said> = string extends keyof Step['input']
  ? Said | undefined
  : Step['input'][Key];

/** A value of the task's context that has a default; where the step has no types, the default's type. */
export type InputValueOr<Step extends StepTypes, Key extends InputKey<Step>, Said> = string extends keyof Step['input']
  ? Said
  : Exclude<Step['input'][Key], undefined>;

/** The names of the steps whose results the handler can read. */
export type DependencyName<Step extends StepTypes> = keyof Step['results'] & string;

/** The result of a step before this one; unknown where the step has no types. */
export type DependencyResult<
  Step extends StepTypes,
  Name extends DependencyName<Step>,
> = string extends keyof Step['results'] ? unknown : Step['results'][Name];

/** What a step returns; any object where the step has no types, interfaces too. */
export type ResultOf<Step extends StepTypes> = string extends keyof Step['result']
  ? // eslint-disable-next-line @typescript-eslint/no-explicit-any
    Record<string, any>
  : Step['result'];
