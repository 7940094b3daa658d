import { parkedKey } from '../contract/parked-key.ts';
import { referenceBytes } from '../contract/parked-result.ts';
import { stateMachineName } from '../contract/state-machine-name.ts';
import { blocksOf, type Program } from './program.ts';
import type { Slot } from './slots.ts';

/** What the entries of a task take in the state data once every step has completed, in bytes. */
export interface StateSize {
  /** Where no step has returned anything. */
  readonly least: number;
  /** Where the result of every step is parked, in the folder and in the bucket that have the longest names. */
  readonly parked: number;
}

/** Names of executions, and of state machines in an environment, at their longest. */
const EXECUTION = 'x'.repeat(80);
const PREFIX = 'x'.repeat(20);

/** Measures them as they lie in the state data, with their addresses. Copies are not counted. */
export function stateSize({ template, main }: Program): StateSize {
  const machine = stateMachineName(template, PREFIX);
  const arn = `arn:aws:states:::execution:${machine}:${EXECUTION}`;
  const parkedBytes = (step: string) => referenceBytes(parkedKey(arn, step));
  const after = new Map(blocksOf(main.body).flatMap((b) => (b.kind === 'run' ? [[b.step.name, b.step.after]] : [])));
  const steps = [...main.entries.keys()];
  const around = sum(
    steps.map((step) => memberBytes(step) + bytesOf({ result: '', after: after.get(step) ?? [] }) - 2),
  );
  const names = sum(containersOf(main.entries.values()).map(({ member }) => memberBytes(member) + 2));
  return {
    least: around + names + steps.length * '{}'.length,
    parked: around + names + sum(steps.map(parkedBytes)),
  };
}

/** The containers around entries, each once: the entries of a container share it. */
function containersOf(entries: Iterable<Slot>): readonly Slot[] {
  const found = new Set<Slot>();
  for (const { container } of entries) {
    for (let around = container; 'member' in around && !found.has(around); around = around.container) found.add(around);
  }
  return [...found];
}

/** The name of a member, with what is around it. */
function memberBytes(name: string): number {
  return bytesOf(name) + ':,'.length;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
