import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../../asl/types.ts';
import type { JsonValue } from '../../contract/json.ts';
import { Limit } from '../../contract/limits.ts';
import { exceeds } from '../data/data.ts';
import type { Execution } from '../execution.ts';
import { startExecution } from '../start-execution.ts';
import { AwsError } from './aws-error.ts';
import { checkName } from './check-name.ts';
import type { ExecutionRecord } from './executions.ts';
import { parseJson } from '../data/parse-json.ts';
import { executionArnIn } from './resource-arn.ts';
import type { QualifiedMachine, Service } from './service.ts';
import { checkNotDeleting, finishDeletion } from './service.ts';
import type { Revision } from './state-machines.ts';

/** An Express execution may take five minutes. */
const EXPRESS_SECONDS = 300;

/** What starts an execution. */
export interface StartRequest {
  readonly name?: string;
  /** JSON text. */
  readonly input?: string;
  readonly traceHeader?: string;
}

/**
 * Starts an execution of a Standard machine. A name that runs already with the same input is the same execution; any other
 * use of a known name is refused.
 */
export function startStandard(service: Service, target: QualifiedMachine, request: StartRequest): ExecutionRecord {
  const { machine } = target;
  checkNotDeleting(machine);
  const { name = randomUUID(), input = '{}' } = request;
  checkName(name);
  const arn = executionArnIn(service.place, machine.name, name);
  const existing = service.executions.get(arn);
  if (existing !== undefined) {
    if (existing.status === 'RUNNING' && existing.input === input) return existing;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const execution = launch(service, target, name, arn, input);
  const { traceHeader } = request;
  const { versionArn, aliasArn, revision } = target;
  const record = service.executions.add(execution, {
    arn,
    name,
    machineArn: machine.arn,
    ...(versionArn !== undefined && { versionArn }),
    ...(aliasArn !== undefined && { aliasArn }),
    ...(traceHeader !== undefined && { traceHeader }),
    input,
    revision,
    startDate: service.clock.now(),
  });
  void execution.finished.then(() => {
    finishDeletion(service, machine);
  });
  return record;
}

/** Starts an execution of an Express machine: it is not kept. */
export function startExpress(service: Service, target: QualifiedMachine, request: StartRequest) {
  checkNotDeleting(target.machine);
  const { name = randomUUID(), input = '{}' } = request;
  checkName(name);
  const arn = executionArnIn(service.place, target.machine.name, name, randomUUID());
  const startDate = service.clock.now();
  return { name, input, arn, startDate, execution: launch(service, target, name, arn, input) };
}

function launch(service: Service, target: QualifiedMachine, name: string, arn: string, input: string): Execution {
  const { machine, revision, testCase } = target;
  return startExecution({
    definition: machine.type === 'EXPRESS' ? withinExpressTime(revision.definition) : revision.definition,
    input: readInput(input),
    invoke: service.invoker(machine.name, testCase),
    clock: service.clock,
    tokens: service.tokens,
    objects: service.objects,
    seed: service.nextSeed(),
    name,
    stateMachineName: machine.name,
    arns: { execution: arn, stateMachine: machine.arn, role: revision.roleArn },
    onChildExecution: (child, mapRunArn) => {
      if (machine.type === 'STANDARD') keepChild(service, child, mapRunArn, revision);
    },
  });
}

/** A child execution of a distributed Map is one like others; its machine is named after the Map. */
function keepChild(service: Service, child: Execution, mapRunArn: string, revision: Revision): void {
  const started = child.history[0]?.['executionStartedEventDetails'];
  service.executions.add(child, {
    arn: child.arn,
    name: child.arn.slice(child.arn.lastIndexOf(':') + 1),
    machineArn: childMachineArn(mapRunArn),
    mapRunArn,
    input: typeof started?.['input'] === 'string' ? started['input'] : '{}',
    revision,
    startDate: service.clock.now(),
  });
}

/** The machine that the child executions of a Map Run are counted to. */
export function childMachineArn(mapRunArn: string): string {
  return mapRunArn.slice(0, mapRunArn.lastIndexOf(':')).replace(':mapRun:', ':stateMachine:');
}

function withinExpressTime(definition: StateMachine): StateMachine {
  return { ...definition, TimeoutSeconds: Math.min(definition.TimeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
}

function readInput(input: string): JsonValue {
  const parsed = exceeds(input, Limit.stateBytes)
    ? { mistake: `Input is larger than ${String(Limit.stateBytes)} bytes.` }
    : input === ''
      ? { mistake: 'Invalid execution input.' }
      : parseJson(input);
  if ('value' in parsed) return parsed.value;
  throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${parsed.mistake}'`);
}
