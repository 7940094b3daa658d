/**
 * What barriers cost: how much longer than the longest chain of dependencies workflows take as planned. Beside the planner,
 * the barriers that come first to mind: one Parallel per level of the graph. Planned knowing nothing of durations, estimates
 * of them, or all; see bench/plan/measure-planner.ts. And what exact plans leave to be met. Reads real workflow graphs from ../shared/data/dags if there are any,
 * and always plans random ones. Run: npx tsx bench/plan.ts
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planByLevels } from '../lib/plan/core/level-barriers.ts';
import { planOrder } from '../lib/plan/plan-order.ts';
import { measureExact } from './plan/measure-exact.ts';
import { mean, measurePlanner, type Planner, type Results } from './plan/measure-planner.ts';
import { isSeriesParallel, randomWorkloads, storedWorkloads, type Workload } from './plan/workload.ts';

const planners: Readonly<Record<string, Planner>> = {
  levels: ({ order }) => planByLevels(order),
  tasker: ({ order }, steps) => planOrder(order, steps).tree,
};

const folder = fileURLToPath(new URL('../../shared/data/dags', import.meta.url));
const stored = existsSync(folder) ? storedWorkloads(folder) : [];
const upTo500 = stored.filter(({ steps }) => steps.length <= 500);

const sets: Readonly<Record<string, readonly Workload[]>> = {
  'real graphs, up to 500 steps': upTo500,
  'of these, series-parallel': upTo500.filter(({ order }) => isSeriesParallel(order)),
  'of these, not series-parallel': upTo500.filter(({ order }) => !isSeriesParallel(order)),
  'real graphs of about 1,000 steps': stored.filter(({ steps }) => steps.length > 500),
  'random graphs, 5 to 20 steps': randomWorkloads(40, [5, 20]),
  'random graphs, 50 to 100 steps': randomWorkloads(12, [50, 100]),
  'random graphs, 200 steps': randomWorkloads(3, [200, 200]),
  'random graphs, 500 steps': randomWorkloads(1, [500, 500]),
  'random graphs, 1,000 steps': randomWorkloads(1, [1000, 1000]),
};

// Once before it counts, so that the first set does not pay for the compiler of the machine.
measurePlanner(planners['tasker']!, randomWorkloads(5, [20, 60]));

console.log('Ratios to the longest chain: mean / 95th percentile / maximum. Planning time: mean / maximum.\n');
for (const [label, workloads] of Object.entries(sets)) {
  if (workloads.length === 0) continue;
  console.log(`### ${label} (${workloads.length})\n`);
  console.log('| plan | unit max | blind | drawn | estimated | known | Parallels per step | depth | planning ms |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [name, plan] of Object.entries(planners)) console.log(row(name, measurePlanner(plan, workloads)));
  const exact = measureExact(workloads);
  const meetings = exact.meetings.toSorted((a, b) => a - b);
  console.log(
    `\nexact: ratio ${Math.max(...exact.ratios).toFixed(3)} at most, meetings per step ${summary(meetings)},` +
      ` median ${meetings[meetings.length >> 1]!.toFixed(3)}, planning ms ${spread(exact.planning)}\n`,
  );
}

function row(name: string, results: Results): string {
  const cells = [
    name,
    Math.max(...results.unit).toFixed(3),
    ...[results.blind, results.drawn, results.estimated, results.known].map(summary),
    mean(results.parallels).toFixed(2),
    String(Math.max(...results.depths)),
    spread(results.planning),
  ];
  return `| ${cells.join(' | ')} |`;
}

function spread(times: readonly number[]): string {
  return `${mean(times).toFixed(0)} / ${Math.max(...times).toFixed(0)}`;
}

function summary(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const high = sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))]!;
  return [mean(values), high, sorted.at(-1)!].map((value) => value.toFixed(3)).join(' / ');
}
