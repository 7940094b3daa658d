import type { StepContext } from '../step-context.ts';

/** What a handler function wants to be given. */
export interface HandlerOptions {
  /** Parameter name → step whose result it takes; null when the step is no ancestor. */
  readonly depends?: Readonly<Record<string, string>>;
  /** Parameter name → key of the task's context. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The handler's version. @default '1.0.0' */
  readonly version?: string;
}

/** The arguments of a handler function: what its options ask for, and the context. */
export type HandlerArgs = Record<string, unknown> & {
  /** Everything that the handler may read. */
  context: StepContext;
};

/** A handler as a function. A plain object is its success; `undefined` is `{}`; other values become `{ result }`. */
export type HandlerFn = (args: HandlerArgs) => unknown;

/** Collects the arguments that the options ask for. */
export function collectArgs(context: StepContext, options: HandlerOptions): HandlerArgs {
  const args: HandlerArgs = { context };
  for (const [parameter, step] of Object.entries(options.depends ?? {})) {
    args[parameter] = context.getDependencyResult(step);
  }
  for (const [parameter, key] of Object.entries(options.inputs ?? {})) {
    args[parameter] = context.getInput(key);
  }
  return args;
}
