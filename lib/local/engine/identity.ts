import { formatArn, readArn } from '../../states-language/arn.ts';
import { executionArn, roleArn, stateMachineArn } from '../base/arns.ts';
import type { Random } from '../base/random.ts';
import { seededRandom } from '../base/random.ts';
import type { ExecutionOptions } from './execution-options.ts';

/** The names under which an execution is known. */
export interface Identity {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly role: string;
  readonly random: Random;
}

/** The identity of an execution that nobody else has started. */
export function identityOf({ name, seed = 0, stateMachineName = 'StateMachine', arns }: ExecutionOptions): Identity {
  const random = seededRandom(seed);
  const id = name ?? random.uuid();
  return {
    arn: arns?.execution ?? executionArn(stateMachineName, id),
    name: id,
    stateMachineArn: arns?.stateMachine ?? stateMachineArn(stateMachineName),
    stateMachineName,
    role: arns?.role ?? roleArn(stateMachineName),
    random,
  };
}

/** The identity that the ARN of an execution tells: its machine, or the one that a Map Run gives its child executions. */
export function identityFrom(arn: string, role: string, random: Random): Identity {
  const { name, ...of } = readArn(arn, 'execution');
  return {
    arn,
    name,
    // The label of a Map is part of the machine's ARN, but not of its name.
    stateMachineArn: formatArn({ ...of, kind: 'stateMachine' }),
    stateMachineName: of.machine,
    role,
    random,
  };
}

/** The ARN of a new child execution of a Map Run. */
export function childArn(mapRunArn: string, random: Random): string {
  return formatArn({ ...readArn(mapRunArn, 'mapRun'), kind: 'execution', name: random.uuid() });
}
