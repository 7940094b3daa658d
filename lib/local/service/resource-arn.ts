import { AwsError } from '../base/api/aws-error.ts';

/** Where the local resources are: part of each of their ARNs. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** The ARN of a state machine. */
export function stateMachineArnIn({ region, account }: Place, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

/** The ARN of an activity. */
export function activityArnIn({ region, account }: Place, name: string): string {
  return `arn:aws:states:${region}:${account}:activity:${name}`;
}

/** The ARN of an execution; an Express execution's ends with an id of its own, since its name may come again. */
export function executionArnIn({ region, account }: Place, machine: string, name: string, expressId?: string): string {
  const start = `arn:aws:states:${region}:${account}`;
  return expressId === undefined
    ? `${start}:execution:${machine}:${name}`
    : `${start}:express:${machine}:${name}:${expressId}`;
}

/** What a request names as a state machine. */
export interface StateMachineTarget {
  /** The machine's own ARN. */
  readonly machineArn: string;
  /** The number of a version or the name of an alias. */
  readonly qualifier?: string;
  /** The test case of the mock configuration, written behind `#`. */
  readonly testCase?: string;
}

/** Reads the ARN of a state machine, a version, or an alias. Throws `InvalidArn`. */
export function parseStateMachineArn(text: string): StateMachineTarget {
  const hash = text.indexOf('#');
  const arn = hash < 0 ? text : text.slice(0, hash);
  const [name, qualifier, ...rest] = resourceOf(arn, 'stateMachine');
  if (name === undefined || name === '' || qualifier === '' || rest.length > 0) throw invalidArn('Invalid resource ID');
  return {
    machineArn: qualifier === undefined ? arn : arn.slice(0, -qualifier.length - 1),
    ...(qualifier !== undefined && { qualifier }),
    ...(hash >= 0 && { testCase: text.slice(hash + 1) }),
  };
}

/** Checks the ARN of a Standard execution. Throws `InvalidArn`. */
export function checkExecutionArn(arn: string): void {
  const [machine, name, ...rest] = resourceOf(arn, 'execution');
  if (!machine || !name || rest.length > 0) throw invalidArn('Invalid resource ID');
}

/** Checks the ARN of a Map Run. Throws `InvalidArn`. */
export function checkMapRunArn(arn: string): void {
  const [machine, id, ...rest] = resourceOf(arn, 'mapRun');
  if (!machine?.includes('/') || !id || rest.length > 0) throw invalidArn('Invalid resource ID');
}

/** Checks the ARN of an activity. Throws `InvalidArn`. */
export function checkActivityArn(arn: string): void {
  const [name, ...rest] = resourceOf(arn, 'activity');
  if (!name || rest.length > 0) throw invalidArn('Invalid resource ID');
}

function resourceOf(arn: string, wanted: string): readonly string[] {
  const [prefix, partition, service, , , type, ...resource] = arn.split(':');
  if (prefix !== 'arn' || partition === undefined || !/^aws(-[a-z]+)*$/.test(partition)) {
    throw invalidArn(`Invalid ARN prefix: ${arn}`);
  }
  if (service !== 'states') throw invalidArn(`Service not valid in this context: ${String(service)}`);
  if (type !== wanted) throw invalidArn(`Resource type not valid in this context: ${String(type)}`);
  return resource;
}

/** The error of a text that is no ARN, or the ARN of something else. */
export function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}
