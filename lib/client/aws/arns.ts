/** The name of the machine in its ARN, which may carry a version or alias behind it, or in the ARN of an execution. */
export function machineNameOf(arn: string): string {
  return arn.split(':')[6] ?? '';
}

/** The ARN of an execution of a machine, by the execution's name. */
export function executionArn(stateMachineArn: string, executionName: string): string {
  const [arn, partition, service, region, account] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', machineNameOf(stateMachineArn), executionName].join(
    ':',
  );
}
