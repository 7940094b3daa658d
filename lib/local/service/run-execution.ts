import { randomUUID } from 'node:crypto';
import { beginningOf } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { Execution } from '../engine/execution.ts';
import { beginExecution } from '../engine/begin-execution.ts';
import { AwsError } from '../base/api/aws-error.ts';
import { checkName } from './check-name.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Invocations } from './executions.ts';
import { executionArnIn } from './resource-arn.ts';
import type { Service } from './service.ts';
import type { QualifiedMachine } from './find-machine.ts';
import { checkNotDeleting, finishDeletion } from './finish-deletion.ts';
import { kept } from './keep-children.ts';
import { readInput } from './read-input.ts';

/** An Express execution may take five minutes. */
const EXPRESS_SECONDS = 300;

/** What starts an execution. */
export interface StartRequest {
  readonly name?: string;
  /** JSON text. */
  readonly input?: string;
  readonly traceHeader?: string;
  /** The ARN of the execution that starts this one. */
  readonly startedBy?: string;
}

/**
 * Starts an execution of a Standard machine. A name that runs already with the same input is the same execution; any other
 * use of a known name is refused.
 */
export function startStandard(service: Service, target: QualifiedMachine, request: StartRequest): ExecutionRecord {
  const { machine } = target;
  checkNotDeleting(machine);
  const { name = randomUUID(), input = '{}', startedBy } = request;
  checkName(name);
  const arn = executionArnIn(service.place, machine.name, name);
  const existing = service.executions.get(arn);
  if (existing !== undefined) {
    if (existing.status === 'RUNNING' && existing.input === input) return existing;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const invocations: Invocations = new Map();
  const execution = begin(service, target, { name, arn, startedBy }, input, invocations);
  const { traceHeader } = request;
  const { versionArn, aliasArn, revision, testCase } = target;
  const started = {
    arn,
    name,
    machineArn: machine.arn,
    ...(versionArn !== undefined && { versionArn }),
    ...(aliasArn !== undefined && { aliasArn }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(testCase !== undefined && { testCase }),
    input,
    revision,
    startDate: beginningOf(execution.history) ?? service.clock.now(),
  };
  const record = service.executions.add(execution, started, invocations);
  void execution.finished.then(() => {
    finishDeletion(service, machine);
  });
  return record;
}

/** Starts an execution of an Express machine: it is not kept. */
export function startExpress(service: Service, target: QualifiedMachine, request: StartRequest) {
  checkNotDeleting(target.machine);
  const { name = randomUUID(), input = '{}', startedBy } = request;
  checkName(name);
  const arn = executionArnIn(service.place, target.machine.name, name, randomUUID());
  const execution = begin(service, target, { name, arn, startedBy }, input, new Map());
  return { name, input, arn, startDate: beginningOf(execution.history) ?? service.clock.now(), execution };
}

function begin(
  service: Service,
  target: QualifiedMachine,
  { name, arn, startedBy }: { readonly name: string; readonly arn: string; readonly startedBy: string | undefined },
  input: string,
  invocations: Invocations,
): Execution {
  const { machine, revision, testCase } = target;
  const isExpress = machine.type === 'EXPRESS';
  return beginExecution({
    ...(isExpress ? surroundings(service) : { ...surroundings(service), ...kept(service, revision) }),
    definition: isExpress ? withinExpressTime(revision.definition) : revision.definition,
    input: readInput(input),
    inputText: input,
    invoke: service.invoker(
      testCase === undefined
        ? undefined
        : { machineName: machine.name, testCase, definition: revision.definition, invocations },
    ),
    name,
    stateMachineName: machine.name,
    onEvent: service.observe({
      ...{ name, arn, machineName: machine.name, definition: revision.definition },
      ...(startedBy !== undefined && { startedBy }),
    }),
    arns: { execution: arn, stateMachine: machine.arn, role: revision.roleArn },
  });
}

/** What every execution of the service shares. */
export function surroundings({ clock, tokens, objects, nextSeed }: Service) {
  return { clock, tokens, objects, seed: nextSeed() };
}

function withinExpressTime(definition: StateMachine): StateMachine {
  return { ...definition, TimeoutSeconds: Math.min(definition.TimeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
}
