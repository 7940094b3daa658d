import type { CompiledWorkflow } from '../compile.ts';
import { listOf, quote } from '../diagnostics/wording.ts';
import { UsageError } from './exit-code.ts';
import { type FlagsOf, repeated } from './flags.ts';

/** The flag of commands that compile a template without its handlers. */
export const yieldsFlag = {
  yields: repeated(
    '<STEP[=TIMES]>',
    'this step may yield at checkpoints for long, and goes on in child executions (may be given for several steps); expect so many invocations of it to yield',
  ),
};

export type YieldsFlag = FlagsOf<typeof yieldsFlag>;

/** How many invocations of each step are expected to yield, by step; of a step that may yield, and of which nobody knows how often, 0. */
export function yieldsIn({ yields = [] }: YieldsFlag): ReadonlyMap<string, number> {
  return new Map(
    yields.map((text) => {
      const [, step = '', times = '0'] = /^(.*?)(?:=(\d{1,9}))?$/s.exec(text) ?? [];
      if (step === '' || step.includes('='))
        throw new UsageError(`--yields ${text}: write the step, and after a "=" how often, such as load or load=5000.`);
      return [step, Number(times)];
    }),
  );
}

/** @throws UsageError where a step of the flag is none of the template */
export function refuseOtherSteps({ template }: CompiledWorkflow, flag: YieldsFlag): void {
  const names = template.steps.map(({ name }) => name.value);
  const unknown = [...yieldsIn(flag).keys()].find((step) => !names.includes(step));
  if (unknown === undefined) return;
  throw new UsageError(
    `--yields ${unknown}: ${quote(unknown)} is no step of the template. Its steps are ${listOf(names, 'and')}.`,
  );
}
