import { createHash } from 'node:crypto';

/** The account and Region that local resources belong to. */
export const LOCAL_ACCOUNT = '123456789012';
export const LOCAL_REGION = 'us-east-1';

export function stateMachineArn(name: string): string {
  return `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stateMachine:${name}`;
}

export function executionArn(stateMachineName: string, name: string): string {
  return `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:execution:${stateMachineName}:${name}`;
}

/** Whether an execution is one of an Express machine. */
export function isExpressExecution(arn: string): boolean {
  return arn.split(':')[5] === 'express';
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

/** The label of a Map that names none: a UUID of version 3, which is always the same for the state. */
export function unnamedLabel(ofStateMachine: string, stateName: string): string {
  const hex = createHash('md5').update(`${ofStateMachine}/${stateName}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `3${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}
