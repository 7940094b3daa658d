import type { HistoryEvent } from '../../../contract/history.ts';
import { AwsError, validationError } from '../aws-error.ts';
import type { ExecutionRecord } from '../executions.ts';
import { cutPage } from '../page.ts';
import { checkExecutionArn } from '../resource-arn.ts';
import { childMachineArn, startExpress, startStandard } from '../run-execution.ts';
import type { Operation, Service } from '../service.ts';
import { findQualified, seconds } from '../service.ts';
import { describeSettings } from '../state-machines.ts';

/** Express executions are billed by 100 ms and 64 MB. */
const BILLED_MS = 100;
const BILLED_MB = 64;

export const startExecutionOperation: Operation<'StartExecution'> = (service, request) => {
  const target = findQualified(service, request.stateMachineArn);
  const started = target.machine.type === 'EXPRESS' ? startExpress : startStandard;
  const { arn, startDate } = started(service, target, request);
  return { executionArn: arn, startDate: seconds(startDate) };
};

/** Runs an Express execution to its end. */
export const startSyncExecution: Operation<'StartSyncExecution'> = async (service, request) => {
  const target = findQualified(service, request.stateMachineArn);
  const { machine } = target;
  if (machine.type !== 'EXPRESS') throw typeNotSupported();
  const { arn, name, input, startDate, execution } = startExpress(service, target, request);
  const { status, output, error, cause, stopDate } = await execution.finished;
  const { traceHeader, includedData } = request;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    startDate: seconds(startDate),
    stopDate: seconds(stopDate),
    status,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...describeData({ input, output }, includedData),
    ...(traceHeader !== undefined && { traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: BILLED_MB,
      billedDurationInMilliseconds: Math.max(1, Math.ceil((stopDate - startDate) / BILLED_MS)) * BILLED_MS,
    },
  };
};

/** Ends an execution; one that has ended already stays as it is. */
export const stopExecution: Operation<'StopExecution'> = async (service, { executionArn, error, cause }) => {
  const { startDate } = findExecution(service, executionArn);
  const live = service.executions.live(executionArn);
  live?.stop(error, cause);
  await live?.finished;
  return { stopDate: seconds(service.executions.get(executionArn)?.stopDate ?? startDate) };
};

export const describeExecution: Operation<'DescribeExecution'> = (service, { executionArn, includedData }) => {
  const execution = findExecution(service, executionArn);
  const { traceHeader, error, cause, status } = execution;
  return {
    ...listing(execution),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...describeData(execution, includedData),
    ...(traceHeader !== undefined && { traceHeader }),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason:
      status === 'RUNNING' || status === 'SUCCEEDED'
        ? `Execution is ${status} and cannot be redriven`
        : 'The local service cannot redrive executions',
  };
};

export const describeStateMachineForExecution: Operation<'DescribeStateMachineForExecution'> = (
  service,
  { executionArn, includedData },
) => {
  const { machineArn, mapRunArn, revision } = findExecution(service, executionArn);
  const [name = '', label] = machineArn.slice(machineArn.lastIndexOf(':') + 1).split('/');
  return {
    stateMachineArn: machineArn,
    name: label === undefined ? name : `${name}/${label}`,
    definition: includedData === 'METADATA_ONLY' ? '' : revision.text,
    roleArn: revision.roleArn,
    updateDate: seconds(revision.updateDate),
    ...describeSettings(revision),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(label !== undefined && { label }),
    ...(revision.id !== undefined && { revisionId: revision.id }),
  };
};

export const getExecutionHistory: Operation<'GetExecutionHistory'> = async (service, request) => {
  const { executionArn, reverseOrder = false, includeExecutionData = true } = request;
  const events = await service.executions.history(findExecution(service, executionArn));
  const { items, nextToken } = cutPage(
    reverseOrder ? [...events].reverse() : events,
    request,
    `history ${executionArn} ${String(reverseOrder)}`,
    ({ id }) => id,
    ({ id }, key) => (reverseOrder ? id < Number(key) : id > Number(key)),
  );
  return { events: includeExecutionData ? items : items.map(withoutData), nextToken };
};

export const listExecutions: Operation<'ListExecutions'> = (service, request) => {
  const { statusFilter, redriveFilter } = request;
  const found = executionsOf(service, request).filter(
    ({ status }) => (statusFilter === undefined || status === statusFilter) && redriveFilter !== 'REDRIVEN',
  );
  const { items, nextToken } = cutPage(
    found,
    request,
    `executions ${request.stateMachineArn ?? request.mapRunArn ?? ''} ${statusFilter ?? ''}`,
    ({ sequence }) => sequence,
    ({ sequence }, key) => sequence < Number(key),
  );
  return { executions: items.map(listing), nextToken };
};

function executionsOf(
  service: Service,
  { stateMachineArn, mapRunArn }: { readonly stateMachineArn?: string; readonly mapRunArn?: string },
): readonly ExecutionRecord[] {
  if (stateMachineArn !== undefined && mapRunArn === undefined) {
    const { machine, versionArn, aliasArn } = findQualified(service, stateMachineArn);
    if (machine.type === 'EXPRESS') throw typeNotSupported();
    const all = service.executions.of(machine.arn);
    if (aliasArn !== undefined) return all.filter((each) => each.aliasArn === aliasArn);
    return versionArn === undefined ? all : all.filter((each) => each.versionArn === versionArn);
  }
  if (mapRunArn !== undefined && stateMachineArn === undefined) {
    return service.executions.of(childMachineArn(mapRunArn)).filter((each) => each.mapRunArn === mapRunArn);
  }
  throw validationError('Exactly one of stateMachineArn and mapRunArn must be specified');
}

function findExecution({ executions }: Service, arn: string): ExecutionRecord {
  checkExecutionArn(arn);
  const found = executions.get(arn);
  if (found === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return found;
}

function listing(record: ExecutionRecord) {
  const { arn, name, machineArn, versionArn, aliasArn, mapRunArn, status, startDate, stopDate } = record;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
    redriveCount: 0,
  };
}

function describeData(
  { input, output }: { readonly input: string; readonly output?: string | undefined },
  includedData: 'ALL_DATA' | 'METADATA_ONLY' = 'ALL_DATA',
) {
  const included = includedData === 'ALL_DATA';
  return {
    ...(included && { input }),
    inputDetails: { included },
    ...(output !== undefined && { ...(included && { output }), outputDetails: { included } }),
  };
}

const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

function withoutData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event as object).map(([key, details]: [string, unknown]) => [
      key,
      typeof details === 'object' && details !== null
        ? Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)))
        : details,
    ]),
  );
}

function typeNotSupported(): AwsError {
  return new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
