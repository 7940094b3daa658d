import { validationError } from '../../base/api/aws-error.ts';
import { findExecution, findMapRun } from '../find-execution.ts';
import { cutPage } from '../page.ts';
import { childMachineArn } from '../keep-children.ts';
import type { Operation } from '../service.ts';
import { seconds } from '../service.ts';

export const describeMapRun: Operation<'DescribeMapRun'> = (service, { mapRunArn }) => {
  const { executionArn, run } = findMapRun(service, mapRunArn);
  const { status, startDate, stopDate, settings, itemCounts, executionCounts, redriveCount, redriveDate } = run;
  return {
    mapRunArn,
    executionArn,
    status,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
    ...settings,
    itemCounts,
    executionCounts,
    redriveCount,
    ...(redriveDate !== undefined && { redriveDate: seconds(redriveDate) }),
  };
};

export const listMapRuns: Operation<'ListMapRuns'> = (service, request) => {
  const { executionArn } = request;
  findExecution(service, executionArn);
  const runs = service.executions.mapRuns(executionArn).map((run, place) => ({ run, place }));
  const { items, nextToken } = cutPage(
    runs.reverse(),
    request,
    `map runs ${executionArn}`,
    ({ place }) => place,
    ({ place }, key) => place < Number(key),
  );
  return {
    mapRuns: items.map(({ run: { arn, startDate, stopDate } }) => ({
      executionArn,
      mapRunArn: arn,
      stateMachineArn: childMachineArn(arn),
      startDate: seconds(startDate),
      ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
    })),
    nextToken,
  };
};

/** Changes how many children run at once, or how many may fail: what has failed already counts at once. */
export const updateMapRun: Operation<'UpdateMapRun'> = (service, { mapRunArn, ...changes }) => {
  const { executionArn, run } = findMapRun(service, mapRunArn);
  if (Object.keys(changes).length === 0) {
    throw validationError(
      'At least one of maxConcurrency, toleratedFailurePercentage and toleratedFailureCount must be specified',
      'MISSING_REQUIRED_PARAMETER',
    );
  }
  if (run.status !== 'RUNNING') {
    throw validationError(`The Map Run has ended: '${mapRunArn}'`, 'CANNOT_UPDATE_COMPLETED_MAP_RUN');
  }
  service.executions.live(executionArn)?.updateMapRun(mapRunArn, changes);
  return {};
};
