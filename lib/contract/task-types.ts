/** The types of a template's tasks. `tasker-sfn generate types` makes them of a template. */
export interface TaskTypes {
  /** The template's namespace. */
  readonly namespace: string;
  /** The template's name. */
  readonly name: string;
  /** The template's version. */
  readonly version: string;
  /** The context, as `input_schema` describes it. */
  readonly context: object;
  /** By step name what each step returns, as `result_schema` describes it. */
  readonly steps: object;
}
