import { lettingYield, type CompiledWorkflow } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { mayYield, type HandlerBundle } from '../languages/index.ts';

/** The workflow with steps that yield for as long as they like, where the words of their handlers say that they may yield at all. */
export function letYield(workflow: CompiledWorkflow, bundle: HandlerBundle): CompiledWorkflow {
  const isYielding = (callable: string) => {
    const handler = bundle.get(canonicalCallable(callable));
    return handler !== undefined && mayYield(handler);
  };
  const steps = workflow.template.steps.filter(({ handler }) => isYielding(handler.callable.value));
  return lettingYield(workflow, new Set(steps.map(({ name }) => name.value)));
}
