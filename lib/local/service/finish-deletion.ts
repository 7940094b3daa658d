import { AwsError } from '../base/api/aws-error.ts';
import type { Service } from './service.ts';
import type { Machine } from './state-machines.ts';

/** A machine that is being deleted takes nothing new. */
export function checkNotDeleting({ deleting, arn }: Machine): void {
  if (deleting) throw new AwsError('StateMachineDeleting', `State Machine Deleting: '${arn}'`);
}

/** Removes a machine that is being deleted once nothing of it runs any more. */
export function finishDeletion(service: Service, machine: Machine): void {
  if (!machine.deleting || service.executions.isRunning(machine.arn)) return;
  service.machines.delete(machine.arn);
  service.executions.removeOf(machine.arn);
}
