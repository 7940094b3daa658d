import type { StateMachine } from '../states-language/types.ts';

/** The longest ARN of a function with a version, quoted: its substitution key is shorter. */
const ARN_BYTES = 132;

/** By so much the longest ARN of a state machine is longer. */
const MACHINE_BYTES = 12;

/** Bytes of the definition as deployed, with function ARNs in place of their substitution keys. */
export function definitionBytes(machine: StateMachine): number {
  const text = JSON.stringify(machine);
  const references = text.match(/"\$\{[A-Za-z0-9]+\}"/g) ?? [];
  const keys = references.reduce((bytes, reference) => bytes + reference.length, 0);
  const machines = text.match(/"StateMachineArn":"\$\{/g) ?? [];
  return Buffer.byteLength(text) - keys + references.length * ARN_BYTES + machines.length * MACHINE_BYTES;
}
