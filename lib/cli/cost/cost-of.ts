import type { CompiledWorkflow } from '../../compile.ts';
import { lengthOfPlan, type StepDurations } from '../../plan/plan-times.ts';
import type { PlanTree } from '../../plan/plan-tree.ts';
import { longestTask } from '../../flow/longest-task.ts';
import type { Expectation } from '../../flow/expectation.ts';
import type { WorkflowPlan } from '../../plan/workflow-plan.ts';
import { timeoutSecondsOf } from '../../flow/step-timeout.ts';
import { FUNCTION_MEMORY } from '../local/host-handlers.ts';
import { Limit } from '../../states-language/limits.ts';
import type { Step } from '../../template/task-template.ts';
import { PRICES } from './prices.ts';

/** What 1,000 tasks cost in which every step succeeds at once, deployed in one of the ways that there are. In US dollars. */
export interface WayCost {
  readonly way: 'standard' | 'exact' | 'express';
  /** Step Functions: transitions, or requests and duration. */
  readonly stepFunctions: number;
  readonly lambda: number;
  /** DynamoDB, where steps wait for each other exactly. */
  readonly dynamoDb: number;
  readonly total: number;
}

const TASKS = 1000;
/** How long a step takes of which nothing is known, in ms. */
export const UNKNOWN_MS = 1000;
const FUNCTION_GB = FUNCTION_MEMORY / 1024;
const MB = 1_048_576;

/** A Standard state machine. */
export function standardCost(workflow: CompiledWorkflow, durations: StepDurations, expected?: Expectation): WayCost {
  const { writes, reads } = tableRequests(workflow.plan);
  const dynamoDb = TASKS * (writes * PRICES.write + reads * PRICES.read);
  const way = reads > 0 ? 'exact' : 'standard';
  const transitions = expected?.transitions ?? workflow.transitions;
  return together(way, TASKS * transitions * PRICES.transition, lambdaCost(workflow, durations, expected), dynamoDb);
}

/** The requests to DynamoDB of a task: each step that waits writes and reads its item, and each that it waits for writes it. */
export function tableRequests({ rendezvous }: WorkflowPlan): { readonly writes: number; readonly reads: number } {
  const told = [...rendezvous.values()].flat().length;
  return { writes: rendezvous.size + told, reads: rendezvous.size };
}

/** An Express state machine. AWS: "Step Functions pricing", example of the memory that a workflow uses. */
export function expressCost(workflow: CompiledWorkflow, durations: StepDurations, expected?: Expectation): WayCost {
  const { plan, split, children } = workflow;
  const parts = children.reduce((sum, child) => sum + child.definitionBytes, workflow.definitionBytes);
  const definitionBytes = split === undefined ? workflow.definitionBytes : (split.definitionBytes ?? parts);
  const seconds = Math.ceil(lengthOfPlan(plan, usedDurations(workflow, durations)) / 100) / 10;
  const used = 50 * MB + definitionBytes + widthOf(plan.tree) * Limit.stateBytes;
  const gb = (Math.ceil(used / (64 * MB)) * 64) / 1024;
  const stepFunctions = TASKS * (PRICES.expressRequest + seconds * gb * PRICES.expressGbSecond);
  return together('express', stepFunctions, lambdaCost(workflow, durations, expected), 0);
}

/** Whether a workflow can be an Express one. */
export interface ExpressFit {
  /** `risky` where a task that is tried again may be ended before it is through. */
  readonly verdict: 'fits' | 'risky' | 'impossible';
  /** The longest that a task may take, in seconds: with every retry, each step to its timeout. */
  readonly longestTaskSeconds: number;
  /** After so many seconds an Express execution ends. */
  readonly limitSeconds: number;
  /** What stands in the way; absent where it fits. */
  readonly reason?: string;
}

/** Whether an Express execution has time enough, and all that the workflow needs. */
export function fitsExpress({ plan, template, children, split }: CompiledWorkflow, expected?: Expectation): ExpressFit {
  const limitSeconds = Limit.expressSeconds;
  const longestTaskSeconds = Math.ceil(longestTask(plan));
  const times = { longestTaskSeconds, limitSeconds };
  // What is split for its events alone needs not be: Step Functions keeps no history of Express executions.
  const forEvents = split?.reasons.every((reason) => reason === 'events') === true;
  if (children.length > 0 && !forEvents) {
    return {
      verdict: 'impossible',
      ...times,
      reason: 'parts of it run in child executions, which Express cannot wait for',
    };
  }
  if (expected !== undefined && expected.children > 0) {
    const reason = 'so many workers of a batch need child executions, which Express cannot wait for';
    return { verdict: 'impossible', ...times, reason };
  }
  const slow = template.steps.find((step) => timeoutSecondsOf(step) > limitSeconds);
  if (slow !== undefined) {
    const reason = `step "${slow.name.value}" may take ${timeoutSecondsOf(slow)} seconds, and an Express execution ends after ${limitSeconds}`;
    return { verdict: 'impossible', ...times, reason };
  }
  if (longestTaskSeconds <= limitSeconds) return { verdict: 'fits', ...times };
  const reason = `a task may take ${longestTaskSeconds} seconds with every retry, and an Express execution ends after ${limitSeconds}`;
  return { verdict: 'risky', ...times, reason };
}

function lambdaCost(workflow: CompiledWorkflow, durations: StepDurations, expected: Expectation | undefined): number {
  const all = [...usedDurations(workflow, durations)].map(([step, ms]) => {
    const runs = expected === undefined ? 1 : (expected.runs.get(step) ?? 0);
    return { runs, ms: runs * ms };
  });
  const seconds = all.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const requests = all.reduce((sum, { runs }) => sum + runs, 0);
  return TASKS * (requests * PRICES.lambdaRequest + seconds * FUNCTION_GB * PRICES.lambdaGbSecond);
}

/** How long each step takes, in ms: as it was measured, else as the template says. */
function usedDurations({ template: { steps } }: CompiledWorkflow, durations: StepDurations): StepDurations {
  return new Map(
    steps.map(({ name, expectedDurationMs }) => [
      name.value,
      durations.get(name.value) ?? expectedDurationMs ?? UNKNOWN_MS,
    ]),
  );
}

/** How many steps run at once, at most. */
function widthOf(tree: PlanTree<Step>): number {
  switch (tree.kind) {
    case 'leaf':
      return 1;
    case 'series':
      return Math.max(...tree.items.map(widthOf));
    case 'parallel':
      return tree.branches.reduce((sum, branch) => sum + widthOf(branch), 0);
  }
}

function together(way: WayCost['way'], stepFunctions: number, lambda: number, dynamoDb: number): WayCost {
  return { way, stepFunctions, lambda, dynamoDb, total: stepFunctions + lambda + dynamoDb };
}
