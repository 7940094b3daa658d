import type { StateMachine } from './types.ts';

/** The substitution key that stands for the partition of AWS in a definition that is deployed. */
export const PARTITION_KEY = 'Partition';

const BEGINNING = 'arn:aws:states:::';

/** The ARN of a service integration, such as `lambda:invoke`. */
export function integrationArn(action: string): string {
  return BEGINNING + action;
}

/**
 * A definition whose service integrations are those of another partition, such as `aws-cn`. AWS refuses, or cannot run, a
 * definition with the ARNs of a partition in which it is not.
 */
export function inPartition(definition: StateMachine, partition: string): StateMachine {
  const text = JSON.stringify(definition).replaceAll(
    `"Resource":"${BEGINNING}`,
    `"Resource":"${BEGINNING.replace('aws', partition)}`,
  );

  return JSON.parse(text) as StateMachine;
}
