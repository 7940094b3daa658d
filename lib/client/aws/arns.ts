import { formatArn, parseArn, readArn } from '../../states-language/arn.ts';

/** The name of the machine in its ARN, which may carry a version or alias behind it, or in the ARN of an execution. */
export function machineNameOf(text: string): string {
  const arn = parseArn(text);
  return arn?.kind === 'stateMachine' || arn?.kind === 'execution' || arn?.kind === 'express' ? arn.machine : '';
}

/** The ARN of an execution of a machine, by the execution's name. */
export function executionArn(stateMachineArn: string, name: string): string {
  return formatArn({ ...readArn(stateMachineArn, 'stateMachine'), kind: 'execution', name });
}

/** The ARN of the newest execution of an Express machine that has a name. */
export function expressArn(stateMachineArn: string, name: string): string {
  return formatArn({ ...readArn(stateMachineArn, 'stateMachine'), kind: 'express', name });
}

/** The ARN of the machine of an execution. */
export function machineArnOf(executionArn: string): string {
  const { partition, region, account, machine } = readArn(executionArn, 'execution');
  return formatArn({ kind: 'stateMachine', partition, region, account, machine });
}
