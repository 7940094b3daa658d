import { formatArn, parseArn, splitArn, type Arn, type AwsPlace } from '../../states-language/arn.ts';
import { AwsError } from '../base/api/aws-error.ts';

/** The ARN of an execution; an Express execution's ends with an id of its own, since its name may come again. */
export function executionArnIn(place: AwsPlace, machine: string, name: string, expressId?: string): string {
  return expressId === undefined
    ? formatArn({ ...place, kind: 'execution', machine, name })
    : formatArn({ ...place, kind: 'express', machine, name, id: expressId });
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
  const { qualifier, ...machine } = readArnOf(hash < 0 ? text : text.slice(0, hash), 'stateMachine');
  return {
    machineArn: formatArn(machine),
    ...(qualifier !== undefined && { qualifier }),
    // Nothing behind the # is no test case.
    ...(hash >= 0 && hash < text.length - 1 && { testCase: text.slice(hash + 1) }),
  };
}

/** Reads the ARN of a resource of a kind. Throws `InvalidArn`. */
export function readArnOf<K extends Arn['kind']>(text: string, kind: K): Extract<Arn, { readonly kind: K }> {
  const parts = splitArn(text);
  if (parts === undefined) throw invalidArn(`Invalid ARN prefix: ${text}`);
  if (parts.service !== 'states') throw invalidArn(`Service not valid in this context: ${parts.service}`);
  if (parts.type !== kind) throw invalidArn(`Resource type not valid in this context: ${parts.type}`);
  const arn = parseArn(text);
  if (arn?.kind !== kind) throw invalidArn('Invalid resource ID');
  return arn as Extract<Arn, { readonly kind: K }>;
}

/** The error of a text that is no ARN, or the ARN of something else. */
export function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}
