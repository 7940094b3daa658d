import type { ExecutionRecord } from './execution-record.ts';
import type { Service } from './service.ts';
import { seconds } from './service.ts';

/** The child executions of a Map Run that wait to be redriven, by their ARNs. */
export function waitingIn({ executions }: Service, mapRunArn: string | undefined): ReadonlySet<string> {
  const children = mapRunArn === undefined ? [] : (executions.mapRun(mapRunArn)?.run.children ?? []);
  return new Set(children.flatMap(({ arn, isPendingRedrive }) => (isPendingRedrive === true ? (arn ?? []) : [])));
}

/** The status that the API tells. */
export function statusOf({ arn, status }: ExecutionRecord, waiting: ReadonlySet<string>): string {
  return waiting.has(arn) ? 'PENDING_REDRIVE' : status;
}

/** What lists and descriptions tell of an execution. */
export function listing(record: ExecutionRecord, waiting: ReadonlySet<string>) {
  const { arn, name, machineArn, versionArn, aliasArn, mapRunArn, startDate, stopDate } = record;
  const { redriveCount = 0, redriveDate } = record;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status: statusOf(record, waiting),
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
    redriveCount,
    ...(redriveDate !== undefined && { redriveDate: seconds(redriveDate) }),
  };
}
