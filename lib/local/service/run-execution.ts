import { randomUUID } from 'node:crypto';
import type { StateMachine } from '../../states-language/types.ts';
import type { JsonValue } from '../../contract/json.ts';
import { formatArn, readArn } from '../../states-language/arn.ts';
import { startOf } from '../../states-language/history.ts';
import { Limit } from '../../states-language/limits.ts';
import { exceeds } from '../base/data.ts';
import type { Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import { beginExecution } from '../engine/begin-execution.ts';
import { AwsError } from '../base/api/aws-error.ts';
import { checkName } from './check-name.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Invocations } from './executions.ts';
import { parseJson } from '../base/parse-json.ts';
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
  const invocations: Invocations = new Map();
  const execution = launch(service, target, name, arn, input, invocations);
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
    startDate: service.clock.now(),
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
  const { name = randomUUID(), input = '{}' } = request;
  checkName(name);
  const arn = executionArnIn(service.place, target.machine.name, name, randomUUID());
  const startDate = service.clock.now();
  return { name, input, arn, startDate, execution: launch(service, target, name, arn, input, new Map()) };
}

function launch(
  service: Service,
  target: QualifiedMachine,
  name: string,
  arn: string,
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
    invoke: service.invoker(machine.name, testCase, invocations),
    name,
    stateMachineName: machine.name,
    arns: { execution: arn, stateMachine: machine.arn, role: revision.roleArn },
  });
}

/** What every execution of the service shares. */
export function surroundings({ clock, tokens, objects, nextSeed }: Service) {
  return { clock, tokens, objects, seed: nextSeed() };
}

/** Keeps the Map Runs of a Standard execution, and their child executions. */
export function kept(
  service: Service,
  revision: Revision,
): Required<Pick<ExecutionOptions, 'onChildExecution' | 'onMapRun'>> {
  return {
    onChildExecution: (child, mapRunArn, items) => {
      keepChild(service, child, mapRunArn, items, revision);
    },
    onMapRun: (mapRunArn, executionArn) => {
      service.executions.addMapRun(mapRunArn, executionArn);
    },
  };
}

/** A child execution of a distributed Map is one like others; its machine is named after the Map. */
function keepChild(service: Service, child: Execution, mapRunArn: string, items: number, revision: Revision): void {
  const known = service.executions.get(child.arn);
  if (known !== undefined) {
    const { redriveCount = 0 } = known;
    service.executions.resume(child, { redriveCount: redriveCount + 1, redriveDate: service.clock.now() });
    return;
  }
  service.executions.add(child, {
    arn: child.arn,
    name: readArn(child.arn, 'execution').name,
    machineArn: childMachineArn(mapRunArn),
    mapRunArn,
    itemCount: items,
    input: startOf(child.history)?.input ?? '{}',
    revision,
    startDate: service.clock.now(),
  });
}

/** The machine that the child executions of a Map Run are counted to. */
export function childMachineArn(mapRunArn: string): string {
  return formatArn({ ...readArn(mapRunArn, 'mapRun'), kind: 'stateMachine' });
}

function withinExpressTime(definition: StateMachine): StateMachine {
  return { ...definition, TimeoutSeconds: Math.min(definition.TimeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
}

/** The input of an execution. Throws `InvalidExecutionInput`. */
export function readInput(input: string): JsonValue {
  const parsed = exceeds(input, Limit.stateBytes)
    ? { mistake: `Input is larger than ${String(Limit.stateBytes)} bytes.` }
    : input === ''
      ? { mistake: 'Invalid execution input.' }
      : parseJson(input);
  if ('value' in parsed) return parsed.value;
  throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${parsed.mistake}'`);
}
