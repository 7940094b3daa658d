import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { Limit } from '../states-language/limits.ts';
import type { Step } from '../template/task-template.ts';
import { buildProgram } from './build-program.ts';
import { isWorker } from './choices.ts';
import { costOf } from './cost.ts';
import type { BatchPlace } from './expectation.ts';
import type { PartedTree } from './parted-tree.ts';
import { blocksOf, type Program } from './program.ts';
import { stateSize } from './state-size.ts';
import type { YieldsOf } from './yields.ts';

/** What executions have room for. */
export interface Room {
  /** An Express execution has no children. */
  readonly isExpress: boolean;
  /** So many workers of a batch run in one execution, at most. */
  readonly workers: number;
  /** As for {@link buildProgram}. */
  readonly levels: number;
  /** As for {@link buildProgram}. */
  readonly yieldsOf: YieldsOf;
}

/**
 * The program of a plan, with as many workers of its batches in the task's own execution as its history and the state data surely have room for;
 * those of larger batches run in child executions, which have histories of their own.
 *
 * @param tree As for {@link buildProgram}.
 */
export function fitBatches(
  plan: WorkflowPlan,
  { isExpress, workers, levels, yieldsOf }: Room,
  tree: PartedTree<Step> = plan.tree,
): Program {
  const hasChildren = !isExpress;
  const built = (inline: number) =>
    buildProgram(plan, { inline, hasChildren, perChild: workers, levels }, tree, yieldsOf);
  const program = built(workers);
  if (isExpress || !plan.template.steps.some(isWorker) || fits(program)) return program;
  let least = 0;
  let tooMany = workers;
  while (tooMany - least > 1) {
    const middle = (least + tooMany) >> 1;
    if (fits(built(middle))) least = middle;
    else tooMany = middle;
  }
  return built(least);
}

/** Where the workers of a program's batches run, in tree order. */
export function batchPlaces({ main }: Program): readonly BatchPlace[] {
  const blocks = blocksOf(main.body);
  const sizes = new Map(
    blocks.flatMap((block) =>
      block.kind === 'run' && block.step.batches !== undefined
        ? block.step.batches.workers.map((worker) => [worker, block.step.batches?.each] as const)
        : [],
    ),
  );
  return blocks
    .filter((block) => block.kind === 'each')
    .map(({ body: { step }, inline }) => {
      const each = sizes.get(step.name);
      return { step: step.name, inline, ...(each !== undefined && { each }) };
    });
}

/** Whether the history has room for all events, and the state data for what the workers leave, if it has for that of the steps. */
function fits(program: Program): boolean {
  if (costOf(program).events > Limit.historyEvents) return false;
  const { parked, workers, room } = stateSize(program);
  return parked + workers <= room || parked > room;
}
