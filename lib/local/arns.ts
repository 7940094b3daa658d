/** The account and Region that local resources belong to. */
export const LOCAL_ACCOUNT = '123456789012';
export const LOCAL_REGION = 'us-east-1';

export function stateMachineArn(name: string): string {
  return `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stateMachine:${name}`;
}

export function executionArn(stateMachineName: string, name: string): string {
  return `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:execution:${stateMachineName}:${name}`;
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`;
}

export function roleArn(stateMachineName: string): string {
  return `arn:aws:iam::${LOCAL_ACCOUNT}:role/${stateMachineName}`;
}

/** The ARN of a run of a distributed Map; `label` tells the machine's Maps apart. */
export function mapRunArn(ofStateMachine: string, label: string, id: string): string {
  return `${ofStateMachine.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;
}
