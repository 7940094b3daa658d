import { InvalidArgumentError } from 'commander';
import type { CompiledWorkflow } from '../compile.ts';
import { listOf, quote } from '../diagnostics/wording.ts';
import { branchesOf, expectRun, type Expectation } from '../flow/expectation.ts';
import { UsageError } from './exit-code.ts';
import { type FlagsOf, parsed, repeated } from './flags.ts';
import { type YieldsFlag, yieldsIn } from './yields-flag.ts';

/** Flags that say what is expected of a run, beside what is possible at most. */
export const expectFlags = {
  branch: repeated('<STEP=A,B>', 'expect this decision to name these steps (may be given for several decisions)'),
  batchSize: parsed('<workers>', 'expect so many workers in each batch', (text) => {
    if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It is a number of workers, such as 1000.');
    return Number(text);
  }),
};

/** What is expected of a run; undefined where no flag says so. @throws UsageError where a decision or what it is to name is none */
export function expectationOf(
  workflow: CompiledWorkflow,
  { branch, batchSize, ...flags }: FlagsOf<typeof expectFlags> & YieldsFlag,
): Expectation | undefined {
  const yields = new Map([...yieldsIn(flags)].filter(([, times]) => times > 0));
  if (branch === undefined && batchSize === undefined && yields.size === 0) return undefined;
  const possible = branchesOf(workflow.plan);
  const branches = new Map((branch ?? []).map((text) => readBranch(text, possible)));
  return expectRun(workflow.plan, workflow, {
    branches,
    yields,
    ...(batchSize !== undefined && { workers: batchSize }),
  });
}

function readBranch(
  text: string,
  possible: ReadonlyMap<string, readonly string[]>,
): readonly [decision: string, steps: readonly string[]] {
  const [, decision = '', list = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (decision === '')
    throw new UsageError(`--branch ${text}: write the decision and what it names, such as route=ship,bill.`);
  const names = possible.get(decision);
  if (names === undefined) {
    const known =
      possible.size === 0 ? 'The template has none.' : `Its decisions are ${listOf([...possible.keys()], 'and')}.`;
    throw new UsageError(`--branch ${text}: ${quote(decision)} is not a decision of the template. ${known}`);
  }
  const steps = list.split(',').filter((name) => name !== '');
  const wrong = steps.find((name) => !names.includes(name));
  if (wrong !== undefined) {
    throw new UsageError(
      `--branch ${text}: ${quote(decision)} cannot name ${quote(wrong)}. It may name ${listOf(names, 'and')}.`,
    );
  }
  return [decision, steps];
}
