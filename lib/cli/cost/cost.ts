import type { CompiledWorkflow } from '../../compile.ts';
import { count } from '../../diagnostics/wording.ts';
import { isDecision, isWorker } from '../../flow/choices.ts';
import type { Expectation } from '../../flow/expectation.ts';
import { compileFile, type ProjectOptions } from '../../project/index.ts';
import { alignColumns } from '../align-columns.ts';
import { compileOne } from '../compile-one.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import type { PlanFlags } from '../plan-flags.ts';
import { expectationOf } from '../expect-flags.ts';
import { printJson } from '../print-json.ts';
import { projectOptions } from '../project-options.ts';
import { expressCost, type ExpressFit, fitsExpress, standardCost, UNKNOWN_MS, type WayCost } from './cost-of.ts';
import { PRICES } from './prices.ts';

const WAYS: Readonly<Record<WayCost['way'], string>> = {
  standard: 'Standard',
  exact: 'Standard, --sync exact',
  express: 'Express',
};

/** Prints what 1,000 tasks of a template cost, in each way in which it can be deployed. */
export async function cost(path: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  const compiled = compileOne(path, flags, io);
  if (compiled === undefined) return ExitCode.failed;
  const options = projectOptions(flags, io);
  const expected = expectationOf(compiled, flags);
  const fit = fitsExpress(compiled, expected);
  const ways = waysOf(compiled, path, options, fit.verdict !== 'impossible', expected);
  if (flags.json) printJson(costJson(compiled, ways, fit), io);
  else io.stdout.write(costText(compiled, ways, fit, expected));
  return ExitCode.ok;
}

/** The ways in which a workflow can be deployed: waiting at barriers or exactly where that makes a difference, and as Express. */
function waysOf(
  compiled: CompiledWorkflow,
  path: string,
  options: ProjectOptions,
  canBeExpress: boolean,
  expected: Expectation | undefined,
): readonly WayCost[] {
  const durations = options.durations ?? new Map<string, number>();
  const { strategy } = compiled.plan;
  const syncs = strategy === 'series-parallel' ? [] : (['barriers', 'exact'] as const);
  const others = syncs.flatMap((sync) => compileFile(path, { ...options, sync }).value ?? []);
  const standard = others.length === 0 ? [compiled] : others;
  // What waits exactly waits for tokens, which Express cannot.
  const express = standard.find(({ plan }) => plan.rendezvous.size === 0);
  return [
    ...standard.map((workflow) => standardCost(workflow, durations, expected)),
    ...(canBeExpress && express !== undefined ? [expressCost(express, durations, expected)] : []),
  ];
}

function costText(
  { template, split, children }: CompiledWorkflow,
  ways: readonly WayCost[],
  fit: ExpressFit,
  expected: Expectation | undefined,
): string {
  const rows = ways.map(({ way, stepFunctions, lambda, dynamoDb, total }) => [
    WAYS[way],
    dollars(stepFunctions),
    dollars(lambda),
    dynamoDb === 0 ? '-' : dollars(dynamoDb),
    dollars(total),
  ]);
  const table = alignColumns([['', 'Step Functions', 'Lambda', 'DynamoDB', 'together'], ...rows]);
  const { steps } = template;
  const unknown = steps.filter(({ expectedDurationMs }) => expectedDurationMs === undefined).length;
  const assumptions = [
    `AWS's list prices in us-east-1, of ${PRICES.date}, without free tiers; functions of 256 MB on ARM.`,
    ...(unknown === 0
      ? []
      : [`A step takes ${UNKNOWN_MS} ms unless "expected_duration_ms" or --durations says otherwise.`]),
    ...(expected === undefined && steps.some(isDecision)
      ? ['Steps that a decision skips call no function; here all run. Say otherwise with --branch.']
      : []),
    ...(expected === undefined && steps.some(isWorker)
      ? ['Of each batch, one worker counts. Say otherwise with --batch-size.']
      : []),
    ...(split === undefined
      ? []
      : [
          `A task is split into ${children.length + 1} executions, which takes ${count(split.transitions, 'state transition')} more: ${dollars(1000 * split.transitions * PRICES.transition)}. "tasker-sfn plan" tells where and why.`,
        ]),
    ...(expected !== undefined && expected.skipped.length > 0 ? [`Skipped: ${expected.skipped.join(', ')}.`] : []),
  ];
  return `1,000 tasks in which every step succeeds at once cost

${table.join('\n')}

${assumptions.join('\n')}

${expressText(fit, ways)}
`;
}

function expressText(
  { verdict, reason, longestTaskSeconds, limitSeconds }: ExpressFit,
  ways: readonly WayCost[],
): string {
  switch (verdict) {
    case 'impossible':
      return `It cannot be an Express state machine: ${reason}.`;
    case 'risky':
      return [
        `As an Express state machine it would lose tasks: ${reason}.`,
        'Lower "timeout_seconds" and "max_attempts" until that is enough, and it can be one.',
      ].join('\n');
    case 'fits':
      return [
        `Think of an Express state machine ("stateMachineType" of TaskerWorkflow)${savingText(ways)}: no task takes longer than ${longestTaskSeconds}`,
        `seconds, and an Express execution ends after ${limitSeconds}. Lost with it: the history of a run, so that tasks are read from the log and`,
        'cannot be listed, cancelled, repaired or redriven; the promise that a task of one idempotency key starts only once; dead letters;',
        'and exact sync.',
      ].join('\n');
  }
}

function savingText(ways: readonly WayCost[]): string {
  const [standard] = ways;
  const express = ways.find(({ way }) => way === 'express');
  if (standard === undefined || express === undefined || express.total >= standard.total) return '';
  return `, which saves ${Math.floor(100 * (1 - express.total / standard.total))} %`;
}

function costJson({ template, split, children }: CompiledWorkflow, ways: readonly WayCost[], fit: ExpressFit) {
  return {
    namespace: template.namespace.value,
    name: template.name.value,
    version: template.version.value,
    tasks: 1000,
    currency: 'USD',
    prices: { region: 'us-east-1', date: PRICES.date },
    ways: ways.map(({ way, stepFunctions, lambda, dynamoDb, total }) => ({
      way,
      ...{ stepFunctions: rounded(stepFunctions), lambda: rounded(lambda), dynamoDb: rounded(dynamoDb) },
      total: rounded(total),
    })),
    express: fit,
    ...(split !== undefined && { split: { executions: children.length + 1, transitions: split.transitions } }),
  };
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}

function rounded(amount: number): number {
  return Number(amount.toFixed(6));
}
