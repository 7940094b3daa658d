import { AwsError, validationError } from '../../base/api/aws-error.ts';
import { findExecution } from '../find-execution.ts';
import { earlierOf, redriveReason, redriveStandard, redrivenBy } from '../redrive-standard.ts';
import { readArnOf } from '../resource-arn.ts';
import type { Operation } from '../service.ts';
import { seconds } from '../service.ts';

/** Goes on with an execution that has not succeeded. A request that comes again with its token does nothing more. */
export const redriveExecution: Operation<'RedriveExecution'> = async (service, { executionArn, clientToken }) => {
  if (readArnOf(executionArn, 'execution').label !== undefined) {
    throw validationError('Labeled Execution ARNs are not supported for this API', 'API_DOES_NOT_SUPPORT_LABELED_ARNS');
  }
  const found = findExecution(service, executionArn);
  const earlier = redriveReason(service, found) === undefined ? await earlierOf(service, found) : undefined;
  // Meanwhile another request may have done the same.
  const record = findExecution(service, executionArn);
  const date = clientToken === undefined ? undefined : redrivenBy(record, clientToken, service.clock.now());
  if (date !== undefined) return { redriveDate: seconds(date) };
  const reason = redriveReason(service, record);
  if (reason !== undefined || earlier === undefined) {
    throw new AwsError('ExecutionNotRedrivable', `Execution ${executionArn} invalid for redrive as: ${String(reason)}`);
  }
  return { redriveDate: seconds(redriveStandard(service, record, earlier, clientToken)) };
};
