import { parkedKey } from '../contract/parked-key.ts';
import { referenceBytes } from '../contract/parked-result.ts';
import { stateMachineName } from '../contract/state-machine-name.ts';
import { Limit } from '../states-language/limits.ts';
import { MOST_WORKERS } from './batch.ts';
import { FIXED_BYTES, WORKER_BYTES } from './budget.ts';
import { blocksOf, type Block, type Program } from './program.ts';
import type { Slot } from './slots.ts';

/** What the entries of a task take in the state data once every step has completed, in bytes. */
export interface StateSize {
  /** Where no step has returned anything. */
  readonly least: number;
  /** What the copies take beside that which other branches have received, as far as one can know. */
  readonly copies: number;
  /** Where the result of every step is parked, in the folder and in the bucket that have the longest names. */
  readonly parked: number;
  /** What the workers of batches take beside that, where their results are parked and there are as many as may be. */
  readonly workers: number;
  /** What there is for all of them. */
  readonly room: number;
}

/** Names of executions, and of state machines in an environment, at their longest. */
const EXECUTION = 'x'.repeat(80);
const PREFIX = 'x'.repeat(20);
/** What a part of a batch is mostly called, at its longest. */
const PART = 'x'.repeat(20);

/**
 * Measures them as they lie in the state data, with their addresses. Of copies, nobody knows which there will be: each takes as much as the
 * largest entry.
 */
export function stateSize({ template, main, budget, copies: received }: Program): StateSize {
  const machine = stateMachineName(template, PREFIX);
  const arn = `arn:aws:states:::execution:${machine}:${EXECUTION}`;
  const parkedBytes = (step: string) => referenceBytes(parkedKey(arn, step));
  const blocks = blocksOf(main.body);
  const after = new Map(blocks.flatMap((b) => (b.kind === 'run' ? [[b.step.name, b.step.after]] : [])));
  const steps = [...main.entries.keys()];
  const aroundOf = (step: string) => memberBytes(step) + bytesOf({ result: '', after: after.get(step) ?? [] }) - 2;
  const around = sum(steps.map(aroundOf));
  // Beside those of workers.
  const copies = (budget.copies ?? 0) - (budget.batches ?? 0) * MOST_WORKERS;
  const largest = steps.reduce((most, step) => Math.max(most, aroundOf(step) + parkedBytes(step)), 0);
  const names = sum(containersOf(main.entries.values()).map(({ member }) => memberBytes(member) + 2));
  return {
    least: around + names + steps.length * '{}'.length,
    copies: received * (Math.floor(around / Math.max(1, steps.length)) + '{}'.length),
    parked: around + names + sum(steps.map(parkedBytes)) + copies * largest,
    workers: sum(
      blocks.map((b) => {
        if (b.kind !== 'each') return 0;
        // A worker is called by its template and what its part of the work is called.
        const worker = `${b.body.step.name}_${PART}`;
        return b.inline * (parkedBytes(worker) + Buffer.byteLength(worker) + WORKER_BYTES);
      }),
    ),
    room: Limit.stateBytes - FIXED_BYTES - largestConfig(blocks),
  };
}

/** A step's function is sent its `initialization` beside the state data. */
function largestConfig(blocks: readonly Block[]): number {
  return blocks.reduce((most, block) => (block.kind === 'run' ? Math.max(most, bytesOf(block.step.config)) : most), 0);
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
