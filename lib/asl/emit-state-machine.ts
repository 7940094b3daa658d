import { canonicalCallable } from '../contract/callable.ts';
import { stepsOf, type Region } from '../plan/region.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { budgetOf } from './budget.ts';
import { addressesOf, containerPath } from './data-flow.ts';
import { emitRegion } from './emit-region.ts';
import { functionKeys } from './function-keys.ts';
import { StateList, type EmitContext, type Exit } from './machine.ts';
import { allComplete } from './presence.ts';
import { emitComplete, emitReport, taskState } from './report-states.ts';
import { noRetry } from './retry-states.ts';
import { placeItems } from './sequence-flow.ts';
import { deliveriesOf } from './deliveries.ts';
import type { PassState, StateMachine } from '../states-language/types.ts';

/**
 * Emits a plan as a state machine: begin, the regions, and the two ends. The law it obeys is in ARCHITECTURE.md, "What a
 * state machine does".
 */
export function emitStateMachine(plan: WorkflowPlan): StateMachine {
  const { template, region } = plan;
  const states = new StateList();
  const keys = functionKeys(template.steps.map((step) => step.handler.callable.value));
  const context: EmitContext = {
    plan,
    budget: budgetOf(plan),
    deliveries: deliveriesOf(plan).byConsumer,
    functionKey: (callable) => keys.get(canonicalCallable(callable)) as string,
  };

  const ending = endingOf(region, context);
  const first = emitRegion(
    region,
    {
      states,
      depth: 0,
      visible: new Map(),
      complete: new Set(),
      onSuccess: ending.onSuccess,
      onFailure: ending.onFailure,
    },
    context,
  );
  const addresses = addressesOf(region, containerPath(0));
  if (ending.doubtful.length > 0) {
    states.add(taskState('all complete?'), {
      Type: 'Choice',
      Choices: [
        { ...allComplete(ending.doubtful.map((step) => addresses.get(step) as string)), Next: taskState('complete') },
      ],
      Default: taskState('report'),
    });
  }
  emitComplete(addresses, states);
  emitReport(addresses, states);

  const begin = taskState('begin');
  return {
    Comment: `${template.namespace.value}/${template.name.value} ${template.version.value}`,
    StartAt: begin,
    States: { [begin]: beginState(first, context), ...states.toRecord() },
  };
}

/** From here the state data holds what steps leave; the request stays in the context object. */
function beginState(first: string, { deliveries }: EmitContext): PassState {
  const data = { steps: {}, retry: noRetry };
  if (deliveries.size === 0) return { Type: 'Pass', Result: data, Next: first };
  return {
    Type: 'Pass',
    QueryLanguage: 'JSONata',
    Output: `{% $merge([${JSON.stringify(data)}, ${EXPIRY}]) %}`,
    Next: first,
  };
}

/** No execution is older than a year; items of a table may go then. JSONPath cannot make seconds of a timestamp. */
const EXPIRY = '{"expires": $string($floor($toMillis($states.context.Execution.StartTime) / 1000) + 31622400)}';

interface Ending {
  readonly onSuccess: Exit;
  readonly onFailure: Exit;
  /** Last steps of the graph that may be missing when control comes to the end. */
  readonly doubtful: readonly string[];
}

/** The execution succeeds only if every step completed, which is so when the last ones did. */
function endingOf(region: Region, context: EmitContext): Ending {
  const items = region.kind === 'sequence' ? region.items : [region];
  const last = placeItems(items, new Set(), context.plan.ancestors).at(-1);
  const followed = new Set([...context.plan.dependencies.values()].flat());
  const lastStep = last?.item.kind === 'step' ? last.item.step.name.value : undefined;
  const doubtful = stepsOf(region)
    .map((step) => step.name.value)
    .filter((name) => !followed.has(name) && name !== lastStep && !last?.complete.has(name));
  const report: Exit = { Next: taskState('report') };
  if (doubtful.length === 0) return { onSuccess: { Next: taskState('complete') }, onFailure: report, doubtful };
  const check: Exit = { Next: taskState('all complete?') };
  return { onSuccess: check, onFailure: lastStep === undefined ? check : report, doubtful };
}
