import { createHash } from 'node:crypto';
import { formatArn, readArn, splitArn } from '../../states-language/arn.ts';

/** The account and Region that local resources belong to. */
const LOCAL_ACCOUNT = '123456789012';
export const LOCAL_REGION = 'us-east-1';

/** Where local resources are unless somebody says otherwise. */
export const LOCAL = { partition: 'aws', region: LOCAL_REGION, account: LOCAL_ACCOUNT } as const;

export function stateMachineArn(machine: string): string {
  const { partition, region, account } = LOCAL;
  return formatArn({ partition, region, account, kind: 'stateMachine', machine });
}

export function executionArn(machine: string, name: string): string {
  const { partition, region, account } = LOCAL;
  return formatArn({ partition, region, account, kind: 'execution', machine, name });
}

/** Whether an execution is one of an Express machine. */
export function isExpressExecution(arn: string): boolean {
  return splitArn(arn)?.type === 'express';
}

export function functionArn(name: string, region: string = LOCAL_REGION): string {
  return formatArn({ ...LOCAL, region, kind: 'function', name });
}

export function roleArn(stateMachineName: string): string {
  return `arn:aws:iam::${LOCAL_ACCOUNT}:role/${stateMachineName}`;
}

/** The ARN of a run of a distributed Map; `label` tells the machine's Maps apart. */
export function mapRunArn(ofStateMachine: string, label: string, id: string): string {
  const { label: outer, ...machine } = readArn(ofStateMachine, 'stateMachine');
  return formatArn({ ...machine, kind: 'mapRun', label: outer === undefined ? label : `${outer}/${label}`, id });
}

/** The label of a Map that names none: a UUID of version 3, which is always the same for the state. */
export function unnamedLabel(ofStateMachine: string, stateName: string): string {
  const hex = createHash('md5').update(`${ofStateMachine}/${stateName}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `3${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}
