import { functionKeys } from '../../asl/functions/function-keys.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { timeoutSecondsOf } from '../../flow/step-timeout.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import type { HandlerLocation } from '../../languages/index.ts';
import { mayBeDebugged, type HostedFunction } from '../../local/index.ts';
import { bundleHandlers, letYield } from '../../project/index.ts';
import { handlersIn, type HandlerFlags } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { readBundling } from './read-bundling.ts';

/** What the deployed functions have, in MB, unless their construct says otherwise. */
export const FUNCTION_MEMORY = 256;

/** The handlers of several workflows as Lambda functions. */
export interface HostedHandlers {
  /** The workflows in the order given; steps whose handlers may yield do so for as long as they like. */
  readonly workflows: readonly CompiledWorkflow[];
  /** By the name of the function. */
  readonly functions: ReadonlyMap<string, HostedFunction>;
  /** The files that they are made from, all absolute. */
  readonly sources: readonly string[];
  /** The name of the function that stands for a callable. */
  readonly nameOf: (callable: string) => string;
  /** Where the handlers are written, by the names of their functions. */
  readonly locations: ReadonlyMap<string, HandlerLocation>;
}

/** Bundles the handlers of workflows as they are deployed. Steps of all workflows that name one callable share a function. */
export function hostHandlers(
  workflows: readonly CompiledWorkflow[],
  flags: HandlerFlags,
  io: CliIo,
): Outcome<HostedHandlers> {
  const callables = workflows.flatMap(({ functions }) => functions.map(({ callable }) => callable));
  const names = functionKeys(callables);
  const nameOf = (callable: string) => names.get(canonicalCallable(callable)) ?? callable;
  const { value: bundle, diagnostics } = bundleHandlers(workflows, {
    dir: handlersIn(flags),
    from: io.cwd,
    bundling: readBundling(flags.bundling, io),
    isReadable: mayBeDebugged(io.env),
  });
  if (bundle === undefined) return { diagnostics };
  const functions = [...bundle].map(([callable, { entry, hash, command }]): [string, HostedFunction] => [
    nameOf(callable),
    {
      file: entry,
      version: hash,
      memory: FUNCTION_MEMORY,
      timeout: secondsOf(callable, workflows),
      ...(command !== undefined && { command }),
    },
  ]);
  const sources = [...new Set([...bundle.values()].flatMap((each) => each.sources))];
  const value = {
    workflows: workflows.map((workflow) => letYield(workflow, bundle)),
    functions: new Map(functions),
    sources,
    nameOf,
    locations: new Map([...bundle].map(([callable, location]) => [nameOf(callable), location])),
  };
  return { value, diagnostics };
}

/** A function has the time of the step that needs most. */
function secondsOf(callable: string, workflows: readonly CompiledWorkflow[]): number {
  const steps = workflows
    .flatMap(({ template }) => template.steps)
    .filter(({ handler }) => canonicalCallable(handler.callable.value) === callable);
  return Math.max(...steps.map(timeoutSecondsOf));
}
