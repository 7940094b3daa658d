import type { HistoryEvent } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { AwsError } from '../base/api/aws-error.ts';
import { requests, type OperationName } from '../base/api/requests.ts';
import { checkRequest } from '../base/api/shape.ts';
import { executionArn } from '../base/arns.ts';
import { isObject } from '../base/data.ts';
import { printData } from '../base/json-text.ts';
import { StatesError } from '../base/states-error.ts';
import { beginExecution } from '../engine/begin-execution.ts';
import type { EarlierExecution, Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import { ExecutionNotRedrivableError, redrivableIn } from '../engine/redrive/not-redrivable.ts';
import { resumeExecution } from '../engine/redrive/resume-execution.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import type { TaskTokens } from '../engine/task/task-tokens.ts';
import { actionName, isOfService } from '../tasks/aws-service.ts';
import { integrate } from '../tasks/integrate.ts';
import type { Integration } from '../tasks/integration.ts';
import { startExecutions, type StartNested } from '../tasks/services/step-functions/nested-executions.ts';
import { stepFunctionsCalls } from '../tasks/services/step-functions/step-functions-calls.ts';
import { stepFunctions } from '../tasks/services/step-functions/step-functions.ts';

/** What an execution needs that may start others. */
export interface NestingOptions {
  /** The state machines that tasks can start with `states:startExecution`, by what they call them. @default none is done here */
  readonly machines?: ReadonlyMap<string, StateMachine>;
  /** Told of each event of an execution that a task has started, as it happens. */
  readonly onNestedEvent?: (event: HistoryEvent, executionArn: string) => void;
}

/** An execution that a task has started. */
interface NestedExecution {
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON text. */
  readonly input: string;
  readonly execution: Execution;
}

/** What tasks of an execution have started: it is known to its redrives, too. */
export class NestedRecords {
  readonly #executions = new Map<string, NestedExecution>();
  /** How often one was started, or started again. */
  launches = 0;

  get(arn: string): NestedExecution | undefined {
    return this.#executions.get(arn);
  }

  keep(nested: NestedExecution): Execution {
    this.#executions.set(nested.execution.arn, nested);
    return nested.execution;
  }
}

/** What executions have around them that start each other, and who is told of the children of their distributed Maps. */
export type Surroundings = Pick<
  ExecutionOptions,
  'clock' | 'objects' | 'seed' | 'onChildExecution' | 'observeChild' | 'onMapRun'
>;

type Shared = NestingOptions & Surroundings & { readonly invoke: TaskInvoker; readonly tokens: TaskTokens };

/**
 * Does the work of tasks that start, redrive and describe executions of the given machines, as the service does: an execution has its name
 * for good, and who starts what runs by that name with the same input waits for it. Other tasks go on to `invoke`.
 */
export function nestMachines(
  shared: Shared,
  machines: ReadonlyMap<string, StateMachine>,
  known: NestedRecords,
): TaskInvoker {
  const { clock, objects, tokens, seed = 0, onNestedEvent, onChildExecution, observeChild, onMapRun } = shared;
  const invoke: TaskInvoker = integrate([startExecutions(start), callsOfNested()], shared.invoke);
  return invoke;

  function start({ stateMachineArn, input, name }: Parameters<StartNested>[0]): Execution | undefined {
    const definition = machines.get(stateMachineArn);
    if (definition === undefined) return undefined;
    const id = name ?? `nested-${known.launches + 1}`;
    const machine = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
    const arn = executionArn(machine, id);
    const text = printData(input);
    const before = known.get(arn);
    if (before !== undefined) {
      if (statusOf(before) === 'RUNNING' && before.input === text) return before.execution;
      throw new StatesError('StepFunctions.ExecutionAlreadyExistsException', `Execution Already Exists: '${arn}'`);
    }
    const options = { ...surroundings(definition, arn), input, name: id, stateMachineName: machine };
    return known.keep({ stateMachineArn, name: id, input: text, execution: beginExecution(options) });
  }

  /** Each draws numbers of its own, also one that is redriven: that adds to the seed, too, by another factor. */
  function surroundings(definition: StateMachine, arn: string) {
    known.launches += 1;
    return {
      ...{ definition, invoke, clock, tokens, objects, onChildExecution, observeChild, onMapRun },
      seed: seed + known.launches * 0x85eb_ca6b,
      ...(onNestedEvent !== undefined && { onEvent: (event: HistoryEvent) => onNestedEvent(event, arn) }),
    };
  }

  /** Does `aws-sdk:sfn:redriveExecution` and `describeExecution` of the executions that it knows. */
  function callsOfNested(): Integration {
    const calls = stepFunctionsCalls(async (operation, request) => answer(operation, request));
    return {
      claims({ parameters }, resource) {
        if (!isOfService(stepFunctions, resource) || !ACTIONS.has(actionName(resource))) return false;
        const arn = isObject(parameters) ? parameters.ExecutionArn : undefined;
        return typeof arn === 'string' && known.get(arn) !== undefined;
      },
      perform: (call, resource) => calls.perform(call, resource),
    };
  }

  function answer(operation: OperationName, request: unknown): object {
    const isRedrive = operation === 'RedriveExecution';
    const shape = isRedrive ? requests.RedriveExecution : requests.DescribeExecution;
    const nested = known.get(checkRequest(shape, request).executionArn);
    if (nested === undefined) throw new AwsError('ExecutionDoesNotExist', 'Execution Does Not Exist');
    return isRedrive ? redrive(nested) : description(nested);
  }

  function redrive(nested: NestedExecution): object {
    const { execution, stateMachineArn } = nested;
    const definition = machines.get(stateMachineArn);
    if (definition === undefined)
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    try {
      known.keep({ ...nested, execution: resumeExecution(execution, surroundings(definition, execution.arn)) });
    } catch (thrown) {
      throw thrown instanceof ExecutionNotRedrivableError ? new AwsError(thrown.name, thrown.message) : thrown;
    }
    return { redriveDate: clock.now() / 1000 };
  }
}

const ACTIONS: ReadonlySet<string> = new Set(['redriveExecution', 'describeExecution']);

/** As `DescribeExecution` answers, as far as histories tell. */
function description({ execution, stateMachineArn, name, input }: NestedExecution): object {
  const { status, startDate, stopDate } = redrivableIn(execution.history);
  const last = execution.history.at(-1);
  return {
    executionArn: execution.arn,
    stateMachineArn,
    name,
    status,
    startDate: startDate / 1000,
    ...(stopDate !== undefined && { stopDate: stopDate / 1000 }),
    input,
    ...(last?.type === 'ExecutionSucceeded' && { output: last.executionSucceededEventDetails.output }),
  };
}

function statusOf({ execution }: NestedExecution): string {
  return redrivableIn(execution.history).status;
}

const recordsOf = new WeakMap<EarlierExecution, NestedRecords>();

/** What tasks of an execution have started before it is redriven. */
export function nestedOf(earlier: EarlierExecution): NestedRecords {
  return recordsOf.get(earlier) ?? new NestedRecords();
}

/** Remembers what the tasks of an execution start. */
export function rememberNested<E extends EarlierExecution>(execution: E, records: NestedRecords): E {
  recordsOf.set(execution, records);
  return execution;
}
