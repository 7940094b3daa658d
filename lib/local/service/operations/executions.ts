import { AwsError } from '../../base/api/aws-error.ts';
import { formatArn, readArn } from '../../../states-language/arn.ts';
import type { SubMachine } from '../../../states-language/types.ts';
import type { HistoryEvent } from '../../../states-language/history.ts';
import { findProcessor } from '../../engine/distributed/find-processor.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { listing, waitingIn } from '../execution-listing.ts';
import { findExecution } from '../find-execution.ts';
import { cutPage } from '../page.ts';
import { redriveReason } from '../redrive-standard.ts';
import { startExpress, startStandard } from '../run-execution.ts';
import type { Operation, Service } from '../service.ts';
import { seconds, typeNotSupported } from '../service.ts';
import { findQualified } from '../find-machine.ts';
import type { Revision } from '../state-machines.ts';
import { describeSettings } from '../state-machines.ts';
import { variableReferences } from '../variable-references.ts';

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
    outputDetails: { included: includedData !== 'METADATA_ONLY' },
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
  const { traceHeader, error, cause } = execution;
  return {
    ...listing(execution, waitingIn(service, execution.mapRunArn)),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...describeData(execution, includedData),
    ...(traceHeader !== undefined && { traceHeader }),
    ...describeRedrive(service, execution),
  };
};

export const describeStateMachineForExecution: Operation<'DescribeStateMachineForExecution'> = (
  service,
  { executionArn, includedData },
) => {
  const { machineArn, mapRunArn, revision } = findExecution(service, executionArn);
  const processor = processorOf(revision, machineArn);
  const text = processor === undefined ? revision.text : JSON.stringify(processor);
  const isWhole = includedData !== 'METADATA_ONLY';
  const { machine: name, label: labels } = readArn(machineArn, 'stateMachine');
  const label = labels?.split('/').at(-1);
  return {
    stateMachineArn: machineArn,
    name,
    definition: isWhole ? text : '{}',
    roleArn: revision.roleArn,
    updateDate: seconds(revision.updateDate),
    ...describeSettings(revision),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(label !== undefined && { label }),
    ...(revision.id !== undefined && { revisionId: revision.id }),
    variableReferences: isWhole ? variableReferences(processor ?? revision.definition) : undefined,
  };
};

export const getExecutionHistory: Operation<'GetExecutionHistory'> = async (service, request) => {
  const { executionArn, reverseOrder = false, includeExecutionData = true } = request;
  const record = findExecution(service, executionArn);
  const ids = Array.from({ length: service.executions.eventCount(record) }, (_, index) => index + 1);
  const { items, nextToken } = cutPage(
    reverseOrder ? ids.reverse() : ids,
    request,
    `history ${executionArn} ${String(reverseOrder)}`,
    (id) => id,
    (id, key) => (reverseOrder ? id < Number(key) : id > Number(key)),
  );
  const range = { firstId: Math.min(...items), lastId: Math.max(...items) };
  const oldestFirst = await service.executions.history(record, range);
  // Every execution has begun, and no page is empty: what kept its history has lost it.
  if (oldestFirst.length === 0) throw new AwsError('InternalFailure', `The history of ${executionArn} cannot be read.`);
  const events = reverseOrder ? oldestFirst.toReversed() : oldestFirst;
  return { events: includeExecutionData ? events : events.map(withoutData), nextToken };
};

function describeRedrive(service: Service, record: ExecutionRecord): object {
  const reason = redriveReason(service, record);
  if (reason !== undefined) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveStatus: record.mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

/** What a child execution of a distributed Map runs: the Map's iterations; undefined for all other executions. */
function processorOf({ definition }: Revision, machineArn: string): SubMachine | undefined {
  const { label, ...around } = readArn(machineArn, 'stateMachine');
  return label === undefined ? undefined : findProcessor(definition, formatArn(around), machineArn);
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
