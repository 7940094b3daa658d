/** Where a resource of AWS is. */
export interface AwsPlace {
  /** `aws`, or that of another part of AWS, such as `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The ARN of a resource that Step Functions runs, or of a Lambda function, in its parts. */
export type Arn = StateMachineArn | ExecutionArn | ExpressArn | MapRunArn | ActivityArn | FunctionArn;

/** A state machine. */
export interface StateMachineArn extends AwsPlace {
  readonly kind: 'stateMachine';
  readonly machine: string;
  /** Of a machine that stands for the executions of a Map Run: the label of the Map, behind those of the Maps around it and a `/`. */
  readonly label?: string;
  /** The number of a version or the name of an alias. */
  readonly qualifier?: string;
}

/** An execution of a Standard machine. */
export interface ExecutionArn extends AwsPlace {
  readonly kind: 'execution';
  readonly machine: string;
  /** Of a child execution of a Map Run: the label of the Map, behind those of the Maps around it and a `/`. */
  readonly label?: string;
  readonly name: string;
}

/** An execution of an Express machine. */
export interface ExpressArn extends AwsPlace {
  readonly kind: 'express';
  readonly machine: string;
  /** Of a child execution of a Map Run: the label of the Map, behind those of the Maps around it and a `/`. */
  readonly label?: string;
  readonly name: string;
  /** Tells executions of one name apart. */
  readonly id?: string;
}

/** A run of a distributed Map. */
export interface MapRunArn extends AwsPlace {
  readonly kind: 'mapRun';
  readonly machine: string;
  /** Tells the Maps of a machine apart: the label of the Map, behind those of the Maps around it and a `/`. */
  readonly label: string;
  readonly id: string;
}

/** An activity. */
export interface ActivityArn extends AwsPlace {
  readonly kind: 'activity';
  readonly name: string;
}

/** A Lambda function. */
export interface FunctionArn extends AwsPlace {
  readonly kind: 'function';
  readonly name: string;
  /** The number of a version or the name of an alias. */
  readonly qualifier?: string;
}

/** Any ARN of AWS, split and not understood. */
export interface ArnParts extends AwsPlace {
  readonly service: string;
  readonly type: string;
  readonly rest: readonly string[];
}

const PARTITION = /^aws(?:-[a-z]+)*$/;

/** Splits an ARN; undefined when the text is none of AWS. */
export function splitArn(text: string): ArnParts | undefined {
  const [prefix, partition = '', service = '', region = '', account = '', type = '', ...rest] = text.split(':');
  if (prefix !== 'arn' || !PARTITION.test(partition)) return undefined;
  return { partition, region, account, service, type, rest };
}

/**
 * Reads an ARN; undefined when it is of none of the kinds of {@link Arn}.
 *
 * @example
 * ```ts
 * import { parseArn } from '../states-language/arn.ts';
 * parseArn('arn:aws-cn:states:cn-north-1:123456789012:execution:shop:order-7');
 * // { kind: 'execution', machine: 'shop', name: 'order-7', partition: 'aws-cn', … }
 * ```
 */
export function parseArn(text: string): Arn | undefined {
  const parts = splitArn(text);
  if (parts === undefined) return undefined;
  const { service, type, rest, ...place } = parts;
  const [first = '', second, third, ...more] = rest;
  if (more.length > 0 || rest.includes('')) return undefined;
  if (service === 'lambda' && type === 'function' && first !== '' && third === undefined) {
    return { ...place, kind: 'function', name: first, ...(second !== undefined && { qualifier: second }) };
  }
  if (service !== 'states') return undefined;
  if (type === 'activity') {
    return first === '' || second !== undefined ? undefined : { ...place, kind: 'activity', name: first };
  }
  const [machine = '', ...labels] = first.split('/');
  if (machine === '' || labels.includes('')) return undefined;
  const label = labels.length === 0 ? undefined : labels.join('/');
  const owner = { ...place, machine, ...(label !== undefined && { label }) };
  switch (type) {
    case 'stateMachine':
      if (third !== undefined) return undefined;
      return { ...owner, kind: 'stateMachine', ...(second !== undefined && { qualifier: second }) };
    case 'execution':
      return second === undefined || third !== undefined ? undefined : { ...owner, kind: 'execution', name: second };
    case 'express':
      if (second === undefined) return undefined;
      return { ...owner, kind: 'express', name: second, ...(third !== undefined && { id: third }) };
    case 'mapRun':
      if (label === undefined || second === undefined || third !== undefined) return undefined;
      return { ...place, kind: 'mapRun', machine, label, id: second };
    default:
      return undefined;
  }
}

/** Reads an ARN that can be of one kind alone. Throws when it is not: a mistake of ours, not of a user. */
export function readArn<K extends Arn['kind']>(text: string, kind: K): Extract<Arn, { readonly kind: K }> {
  const arn = parseArn(text);
  if (arn?.kind !== kind) throw new Error(`"${text}" is not the ARN of a resource of the kind "${kind}".`);
  return arn as Extract<Arn, { readonly kind: K }>;
}

/** Writes an ARN: what {@link parseArn} reads. */
export function formatArn(arn: Arn): string {
  const service = arn.kind === 'function' ? 'lambda' : 'states';
  return ['arn', arn.partition, service, arn.region, arn.account, arn.kind, ...namesIn(arn)].join(':');
}

function namesIn(arn: Arn): readonly string[] {
  switch (arn.kind) {
    case 'stateMachine':
      return [ownerOf(arn), ...present(arn.qualifier)];
    case 'execution':
      return [ownerOf(arn), arn.name];
    case 'express':
      return [ownerOf(arn), arn.name, ...present(arn.id)];
    case 'mapRun':
      return [ownerOf(arn), arn.id];
    case 'activity':
      return [arn.name];
    case 'function':
      return [arn.name, ...present(arn.qualifier)];
  }
}

function ownerOf({ machine, label }: { readonly machine: string; readonly label?: string }): string {
  return label === undefined ? machine : `${machine}/${label}`;
}

function present(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
