/**
 * The table where steps of different branches meet: one item for each step that waits in an execution. What the state
 * machine writes there and what is deployed must agree.
 */
export const Rendezvous = {
  /** The substitution that stands for the table's name in a definition. */
  tableKey: 'RendezvousTable',
  /** Partition key: the ARN of the execution and when it started. */
  execution: 'execution',
  /** Sort key: the name of the step that waits. */
  step: 'step',
  /** When DynamoDB may delete the item, in seconds since 1970. */
  expires: 'expires_at',
} as const;
