import type { CompiledWorkflow } from '../compile.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import type { PlanMeasures } from '../plan/measure-plan.ts';
import { tableRequests } from './cost/cost-of.ts';
import { PRICES } from './cost/prices.ts';
import type { Sync } from '../plan/workflow-plan.ts';

/** What a run costs whose plan waits in one way or the other. */
export interface SyncCost {
  readonly sync: Sync;
  readonly ratio: number;
  readonly expectedRatio: number;
  readonly worstRatio: number;
  readonly barriers: number;
  /** Steps that wait at an item of the table. */
  readonly rendezvous: number;
  readonly transitions: number;
  /** Requests to DynamoDB. */
  readonly writes: number;
  readonly reads: number;
  readonly historyEvents: number;
  readonly definitionBytes: number;
  /** How many executions a task has: more than one where it is split. */
  readonly executions: number;
  /** List price of transitions and requests in us-east-1, of 1,000 runs, in US dollars. A write of more than 1 KB costs more. */
  readonly dollarsPerThousandRuns: number;
}

export function syncCostOf(
  { plan, transitions, historyEvents, definitionBytes, children }: CompiledWorkflow,
  { ratio, expectedRatio, worstRatio, barriers }: PlanMeasures,
): SyncCost {
  const rendezvous = plan.rendezvous.size;
  const { writes, reads } = tableRequests(plan);
  const dollars = transitions * PRICES.transition + writes * PRICES.write + reads * PRICES.read;
  return {
    sync: rendezvous > 0 ? 'exact' : 'barriers',
    ...{ ratio, expectedRatio, worstRatio, barriers: barriers.length, rendezvous },
    ...{ transitions, writes, reads, historyEvents, definitionBytes, executions: 1 + children.length },
    dollarsPerThousandRuns: Number((dollars * 1000).toFixed(4)),
  };
}

/** What would be otherwise with the other way to wait, in two lines. */
export function renderAlternative(chosen: SyncCost, other: SyncCost): string {
  const label = (other.sync === 'exact' ? '--sync exact' : '--sync barriers').padEnd(20);
  const places = other.sync === 'exact' ? `${other.rendezvous} rendezvous` : count(other.barriers, 'barrier');
  const ratios =
    other.sync === 'exact'
      ? 'ratio 1 whatever the durations'
      : `ratio ${other.ratio.toFixed(3)}, ${other.expectedRatio.toFixed(3)} on average, ${formatNumber(other.worstRatio)} at worst`;
  const more = other.transitions - chosen.transitions;
  const transitions = `${formatNumber(other.transitions)} state transitions${other.sync === 'exact' ? ' at most' : ''} (${signed(more)})`;
  const requests =
    other.sync === 'exact' ? `, ${count(other.writes, 'write')} and ${count(other.reads, 'read')} of DynamoDB` : '';
  const executions = chosen.executions === other.executions ? '' : ` in ${count(other.executions, 'execution')}`;
  const dollars = other.dollarsPerThousandRuns - chosen.dollarsPerThousandRuns;
  return [
    `${label}${places}, ${ratios};`,
    `${' '.repeat(20)}${transitions}${executions}${requests}: ${dollars < 0 ? '−' : '+'}$${Math.abs(dollars).toFixed(2)} per 1,000 runs`,
  ].join('\n');
}

function signed(number: number): string {
  return number < 0 ? `−${formatNumber(-number)}` : `+${formatNumber(number)}`;
}
