import { bindFunctions, localFunctionArn } from '../asl/functions/bind-functions.ts';
import type { StepFunctions } from '../client/index.ts';
import type { CompiledWorkflow } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { Rendezvous } from '../contract/rendezvous.ts';
import { childMachineName, stateMachineName } from '../contract/state-machine-name.ts';
import { localTasks, LocalStepFunctions, virtualClock, type LambdaFunction } from '../local/index.ts';
import type { StateMachine } from '../states-language/types.ts';
import { identityOf, withRules } from '../project/index.ts';

/** What the tasks that a task's handlers start are made of. */
export interface StartedTasks {
  readonly workflows: readonly CompiledWorkflow[];
  /** By canonical callable; filled before the first task starts. */
  readonly handlers: ReadonlyMap<string, LambdaFunction>;
  readonly allowAws: boolean;
  readonly seed: number;
}

/** Any role will do. */
const ROLE = 'arn:aws:iam::123456789012:role/test';

/**
 * Step Functions in this process, for the tasks that handlers start: with virtual time of its own, since the time of the task under
 * test is the wall clock's while one of its handlers waits.
 */
export function startedTasks({ workflows, handlers, allowAws, seed }: StartedTasks): StepFunctions {
  let opened: Promise<LocalStepFunctions> | undefined;
  return stepFunctionsIn(async (operation, input) => (await (opened ??= open())).call(operation, input));

  async function open(): Promise<LocalStepFunctions> {
    const clock = virtualClock();
    const callables = new Map(
      workflows.flatMap((workflow) =>
        workflow.functions.map(({ key, callable }) => [arnIn(workflow, key), canonicalCallable(callable)]),
      ),
    );
    const service = await LocalStepFunctions.open({
      invoke: localTasks({
        functions: (arn) => handlers.get(callables.get(arn) ?? arn),
        clock,
        environment: process.env,
        region: 'us-east-1',
        allowAws,
        tables: { [Rendezvous.tableKey]: [Rendezvous.execution, Rendezvous.step] },
      }),
      clock,
      region: 'us-east-1',
      seed,
    });
    for (const workflow of workflows) {
      const { template, definition, children } = workflow;
      const parts = new Map<string, string>();
      const create = (name: string, machine: StateMachine) => {
        const bound = bindFunctions(machine, (key) => parts.get(key) ?? arnIn(workflow, key));
        const input = { name, definition: JSON.stringify(bound), roleArn: ROLE };
        return service.call('CreateStateMachine', input) as Promise<{ readonly stateMachineArn: string }>;
      };
      const machineName = stateMachineName(identityOf(template));
      // Each after those that it starts.
      for (const child of children.toReversed()) {
        const { stateMachineArn } = await create(childMachineName(machineName, child.key), child.definition);
        parts.set(child.key, stateMachineArn);
      }
      await create(machineName, withRules(definition, template));
    }
    return service;
  }
}

/** The ARN of a function: two workflows may have one key for two callables. */
function arnIn({ template }: CompiledWorkflow, key: string): string {
  return localFunctionArn(`${stateMachineName(identityOf(template))}-${key}`);
}

/** The calls of the client, answered by Step Functions in this process. */
export function stepFunctionsIn(answer: (operation: string, input: object) => Promise<unknown>): StepFunctions {
  const call = async <T>(operation: string, input: object): Promise<T> =>
    withDates(await answer(operation, input)) as T;
  return {
    startExecution: (input) => call('StartExecution', input),
    stopExecution: (input) => call('StopExecution', input),
    describeExecution: (input) => call('DescribeExecution', input),
    describeStateMachine: (input) => call('DescribeStateMachine', input),
    describeStateMachineForExecution: (input) => call('DescribeStateMachineForExecution', input),
    getExecutionHistory: (input) => call('GetExecutionHistory', input),
    redriveExecution: (input) => call('RedriveExecution', input),
    listExecutions: (input) => call('ListExecutions', input),
    listStateMachines: (input) => call('ListStateMachines', input),
  };
}

/** The members that are times: seconds on the wire, dates in the SDK. */
const TIMES: ReadonlySet<string> = new Set([
  'startDate',
  'stopDate',
  'redriveDate',
  'creationDate',
  'updateDate',
  'timestamp',
]);

function withDates(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withDates);
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' && TIMES.has(name) ? new Date(value * 1000) : withDates(value),
    ]),
  );
}
