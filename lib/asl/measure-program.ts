import { writeMachineComment } from '../contract/machine-comment.ts';
import { MOST_WORKERS } from '../flow/batch.ts';
import { groupName } from '../contract/state-names.ts';
import { MOST_LEVELS } from '../flow/build-program.ts';
import { mostEvents } from '../flow/cost.ts';
import { manifestOf } from '../flow/manifest.ts';
import type { Scale, Weight } from '../flow/part-tree.ts';
import { blocksOf, type Block, type Program } from '../flow/program.ts';
import { YIELDS, type Yields } from '../flow/yields.ts';
import { lookUp } from '../lookup.ts';
import { Limit } from '../states-language/limits.ts';
import { printBlock } from './blocks/print-block.ts';
import { toStates, type Exit } from './fragment.ts';
import { tellIncomplete } from './meet/tell-states.ts';
import { FunctionReferences } from './functions/function-references.ts';

/** What an execution and its machine may take. */
export interface MachineLimits {
  readonly definitionBytes: number;
  readonly historyEvents: number;
  /** Steps, and parts that run by themselves. */
  readonly steps: number;
  /** Workers of a batch in one execution. */
  readonly workers: number;
  /** Containers in one another, before a group's entries lie elsewhere while it runs. */
  readonly levels: number;
  /** How steps go on that may yield for long. */
  readonly yields: Yields;
}

/** What Step Functions allows. */
export const SERVICE_LIMITS: MachineLimits = {
  definitionBytes: Limit.definitionBytes,
  historyEvents: Limit.historyEvents,
  steps: Infinity,
  workers: MOST_WORKERS,
  levels: MOST_LEVELS,
  yields: YIELDS,
};

/** Bytes that a step takes beside its own states, in the states of its level and in longer paths where it is in a part. */
const STEP_BYTES = 150;
/** By so much the path of an entry is longer that lies in a part. */
const PATH_BYTES = 12;
/** What the beginning and the ends take, beside what grows with the steps. */
const ENDS: Weight = { bytes: 4000, events: 20, steps: 0 };
/** What is in every machine of a part. */
const PART: Weight = { bytes: 1000, events: 10, steps: 0 };

/**
 * What the steps of a program take of the limits, roughly and rather too much.
 *
 * @param margin How much of the limits is to be used, of 1.
 */
export function measureProgram(program: Program, limits: MachineLimits, margin: number): Scale<string> {
  const { main } = program;
  const blocks = blocksOf(main.body);
  // Groups in one another may be led by the same step.
  const told = new Map<string, number>();
  for (const [lead, bytes] of blocks.flatMap(toldWhenBlocked)) told.set(lead, (told.get(lead) ?? 0) + bytes);
  // A block comes before those inside it, which it has measured too.
  const steps = new Map(blocks.toReversed().flatMap(leafWeight));
  const growing =
    writeMachineComment(manifestOf(program)).length +
    2 * [...main.entries.keys()].reduce((sum, name) => sum + name.length + 3, 0);
  const room = (taken: Weight): Weight => ({
    bytes: Math.max(1, limits.definitionBytes * margin - taken.bytes),
    events: Math.max(1, limits.historyEvents - taken.events),
    steps: limits.steps,
  });
  return {
    leaf: (name) => {
      const own = lookUp(steps, name);
      return { ...own, bytes: own.bytes + (told.get(name) ?? 0) };
    },
    group: { bytes: 500, events: 6, steps: 0 },
    branch: { bytes: 650, events: 2, steps: 0 },
    child: { bytes: 5000, events: 8, steps: 1 },
    main: room({ ...ENDS, bytes: ENDS.bytes + growing }),
    part: room(PART),
  };
}

/** What the block of a step takes; those of its batch or its rendezvous are with it. */
function leafWeight(block: Block): readonly (readonly [string, Weight])[] {
  const run = block.kind === 'each' || block.kind === 'meet' ? block.body : block;
  if (run.kind !== 'run') return [];
  const paths = block.kind === 'meet' ? block.tells.reduce((sum, { slots }) => sum + slots.size, 0) : 0;
  const bytes = bytesOf(block) + STEP_BYTES + paths * PATH_BYTES;
  return [[run.step.name, { bytes, events: mostEvents(block), steps: 1 }]];
}

/** By the step that leads a group: what it takes to tell others that the group is blocked as a whole. */
function toldWhenBlocked(block: Block): readonly (readonly [string, number])[] {
  if (block.kind !== 'meet' || block.body.kind !== 'all') return [];
  const [lead = ''] = block.body.leads;
  const { states } = tellIncomplete(block.tells, groupName(block.body.leads), 'x', false);
  return [[lead, Buffer.byteLength(JSON.stringify(toStates(states)))]];
}

function bytesOf(block: Block): number {
  const functions = new FunctionReferences(blocksOf([{ block, blocksNext: false }]).flatMap(callableOf));
  const next: Exit = { Next: 'x'.repeat(Limit.stateNameChars / 2) };
  const line = { functions, inChild: false, beginsBranch: true };
  const { states } = printBlock(block, { complete: next, incomplete: next, blocked: next }, line);
  // The ARN of a function is longer than what stands for it.
  return Buffer.byteLength(JSON.stringify(toStates(states))) + 100;
}

function callableOf(block: Block): readonly string[] {
  return block.kind === 'run' ? [block.step.callable] : [];
}
