import type { MapRunRecord } from '../engine/distributed/map-run-record.ts';
import { AwsError } from '../base/api/aws-error.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { readArnOf } from './resource-arn.ts';
import type { Service } from './service.ts';

/** The Standard execution of an ARN. */
export function findExecution({ executions }: Service, arn: string): ExecutionRecord {
  readArnOf(arn, 'execution');
  const found = executions.get(arn);
  if (found === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return found;
}

/** The Map Run of an ARN, with that of its execution. */
export function findMapRun(
  { executions }: Service,
  arn: string,
): { readonly executionArn: string; readonly run: MapRunRecord } {
  readArnOf(arn, 'mapRun');
  const found = executions.mapRun(arn);
  if (found === undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  return found;
}
