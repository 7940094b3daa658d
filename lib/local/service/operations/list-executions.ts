import { validationError } from '../../base/api/aws-error.ts';
import { listing, statusOf, waitingIn } from '../execution-listing.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { findMapRun } from '../find-execution.ts';
import { cutPage } from '../page.ts';
import type { RequestOf } from '../../base/api/requests.ts';
import { childMachineArn } from '../keep-children.ts';
import type { Operation, Service } from '../service.ts';
import { typeNotSupported } from '../service.ts';
import { findQualified } from '../find-machine.ts';

export const listExecutions: Operation<'ListExecutions'> = (service, request) => {
  const { statusFilter, redriveFilter } = request;
  const waiting = waitingIn(service, request.mapRunArn);
  const found = executionsOf(service, request).filter(
    (execution) =>
      (statusFilter === undefined || statusOf(execution, waiting) === statusFilter) &&
      (redriveFilter === undefined || (redriveFilter === 'REDRIVEN') === (execution.redriveCount ?? 0) > 0),
  );
  const { items, nextToken } = cutPage(
    found,
    request,
    `executions ${request.stateMachineArn ?? request.mapRunArn ?? ''} ${statusFilter ?? ''} ${redriveFilter ?? ''}`,
    ({ sequence }) => sequence,
    ({ sequence }, key) => sequence < Number(key),
  );
  return {
    executions: items.map((execution) => {
      const { itemCount } = execution;
      return { ...listing(execution, waiting), ...(itemCount !== undefined && { itemCount }) };
    }),
    nextToken,
  };
};

function executionsOf(
  service: Service,
  { stateMachineArn, mapRunArn, redriveFilter }: RequestOf<'ListExecutions'>,
): readonly ExecutionRecord[] {
  if (stateMachineArn !== undefined && mapRunArn === undefined) {
    if (redriveFilter !== undefined) throw validationError('redriveFilter is for the executions of a Map Run');
    const { machine, versionArn, aliasArn } = findQualified(service, stateMachineArn);
    if (machine.type === 'EXPRESS') throw typeNotSupported();
    const all = service.executions.of(machine.arn);
    if (aliasArn !== undefined) return all.filter((each) => each.aliasArn === aliasArn);
    return versionArn === undefined ? all : all.filter((each) => each.versionArn === versionArn);
  }
  if (mapRunArn !== undefined && stateMachineArn === undefined) {
    findMapRun(service, mapRunArn);
    return service.executions.of(childMachineArn(mapRunArn)).filter((each) => each.mapRunArn === mapRunArn);
  }
  throw validationError('Exactly one of stateMachineArn and mapRunArn must be specified');
}
