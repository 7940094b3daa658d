import { resolve } from 'node:path';
import { functionKeys } from '../../asl/function-keys.ts';
import {
  bundleHandlers,
  diagnoseHandlers,
  HandlerError,
  type HandlerProblem,
  localBundleFolder,
} from '../../bundle/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import type { HostedFunction } from '../../local/index.ts';
import type { CliIo } from '../io.ts';

/** What the deployed functions have, unless their construct says otherwise. */
const MEMORY = 256;
const SECONDS = 60;

/** The handlers of several workflows as Lambda functions. */
export interface HostedHandlers {
  /** By the name of the function. */
  readonly functions: ReadonlyMap<string, HostedFunction>;
  /** The name of the function that stands for a callable. */
  nameOf(callable: string): string;
}

/** Bundles the handlers of workflows as they are deployed. Steps of all workflows that name one callable share a function. */
export function hostHandlers(workflows: readonly CompiledWorkflow[], dir: string, io: CliIo): Outcome<HostedHandlers> {
  const callables = workflows.flatMap(({ functions }) => functions.map(({ callable }) => callable));
  const names = functionKeys(callables);
  const nameOf = (callable: string) => names.get(canonicalCallable(callable)) ?? callable;
  if (callables.length === 0) return { value: { functions: new Map(), nameOf }, diagnostics: [] };
  const folder = resolve(io.cwd, dir);
  try {
    const bundle = bundleHandlers({ dir: folder, callables, outDir: localBundleFolder(folder) });
    const functions = [...bundle].map(([callable, { entry }]): [string, HostedFunction] => [
      nameOf(callable),
      { file: entry, memory: MEMORY, timeout: secondsOf(callable, workflows) },
    ]);
    return { value: { functions: new Map(functions), nameOf }, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    const diagnostics = error.problems.flatMap((problem) => {
      const workflow = workflows.find((each) => isOf(problem, each)) ?? workflows[0];
      return workflow === undefined ? [] : diagnoseHandlers([problem], workflow.template, dir);
    });
    return { diagnostics };
  }
}

/** A function has the time of the step that needs most. */
function secondsOf(callable: string, workflows: readonly CompiledWorkflow[]): number {
  const steps = workflows
    .flatMap(({ template }) => template.steps)
    .filter(({ handler }) => canonicalCallable(handler.callable.value) === callable);
  return Math.min(
    Math.max(...steps.map(({ timeoutSeconds }) => timeoutSeconds?.value ?? SECONDS)),
    Limit.lambdaSeconds,
  );
}

function isOf(problem: HandlerProblem, { functions }: CompiledWorkflow): boolean {
  if (!('callable' in problem)) return false;
  const wanted = canonicalCallable(problem.callable);
  return functions.some(({ callable }) => canonicalCallable(callable) === wanted);
}
