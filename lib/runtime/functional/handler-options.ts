import type { StepContext } from '../step-context.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import type { AnyStep, DependencyName, InputKey, ResultOf, StepTypes } from '../step-types.ts';

/** What a handler function wants to be given. */
export interface HandlerOptions<Step extends StepTypes = AnyStep> {
  /** Parameter name → step whose result it takes; null when the step is no ancestor. */
  depends?: Readonly<Record<string, DependencyName<Step>>>;
  /** Parameter name → key of the task's context. */
  inputs?: Readonly<Record<string, InputKey<Step>>>;
  /** The handler's version. @default '1.0.0' */
  version?: string;
}

/** The arguments of a handler function: what its options ask for, and the context. */
export type HandlerArgs<Step extends StepTypes = AnyStep> = Record<string, unknown> & {
  /** Everything that the handler may read. */
  context: StepContext<Step>;
};

/** A handler as a function. A plain object is its success; `undefined` is `{}`; other values become `{ result }`. */
export type HandlerFn<Step extends StepTypes = AnyStep> = (args: HandlerArgs<Step>) => HandlerReturn<Step>;

/** What a handler function returns: anything, where its step has no types. */
export type HandlerReturn<Step extends StepTypes> = string extends keyof Step['result']
  ? unknown
  : ResultOf<Step> | StepHandlerResult | Promise<ResultOf<Step> | StepHandlerResult>;

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
