import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StateMachine } from '../../../lib/states-language/types.ts';
import { root } from '../../docs/pages.ts';
import { definitionsOfPackages } from './definitions-of-packages.ts';
import { importAndRun, importMachine } from './import-and-run.ts';

const NO_WORK = 'No state of this machine does work, so there would be no step.';

/** What becomes of each definition: it is imported whole, in part without this, or refused for this. */
const EXPECTED: Readonly<Record<string, readonly [status: 'WHOLE' | 'IN_PART' | 'INVALID', ...messages: RegExp[]]>> = {
  'Pass State': ['INVALID', new RegExp(NO_WORK)],
  'Lambda Task State': ['WHOLE'],
  'EventBridge Task State': ['WHOLE'],
  'MediaConvert Task State': ['WHOLE'],
  'SNS Task State': ['WHOLE'],
  'Batch Task State': ['IN_PART', /waits until a job has ended/],
  'ECS Task State': ['IN_PART', /waits until a job has ended/],
  'SQS Task State': ['WHOLE'],
  'Choice State': ['WHOLE'],
  'Wait State': ['INVALID', new RegExp(NO_WORK)],
  'Succeed State': ['INVALID', new RegExp(NO_WORK)],
  'Fail State': ['WHOLE'],
  'Parallel State': ['INVALID', new RegExp(NO_WORK)],
  'Map State': ['IN_PART', /runs more than one Task for each item/],
  'aws-cdk-lib/custom-resources': ['IN_PART', /after an error/, /only reached after an error/],
};

const definitions = definitionsOfPackages();

it('definitions of packages are known, one by one', () => {
  expect(definitions.map(({ from }) => from).sort()).toEqual(Object.keys(EXPECTED).sort());
});

it('the docs tell how many are imported', () => {
  const page = readFileSync(join(root, 'docs/migration/from-states-language.md'), 'utf8');
  const [whole, inPart, refused] = ['WHOLE', 'IN_PART', 'INVALID'].map(
    (status) => Object.values(EXPECTED).filter(([each]) => each === status).length,
  );
  expect(page).toContain(`${whole} are imported whole and ${inPart} in part. The other ${refused} are refused:`);
});

it.each(definitions)(
  '$from is imported as far as a template can say it, and ends as before',
  async ({ from, machine }) => {
    const [status, ...messages] = EXPECTED[from] ?? [];
    const { code, io } = await importMachine(machine, ['--json']);
    const told = JSON.parse(io.out()) as {
      status: string;
      notImported?: { message: string }[];
      diagnostics?: { message: string }[];
    };
    expect(told.status).toBe(status);
    expect(code).toBe(status === 'INVALID' ? 1 : 0);
    const lost = (told.notImported ?? told.diagnostics ?? []).map(({ message }) => message);
    expect(lost).toEqual(messages.map((message) => expect.stringMatching(message) as unknown));
    if (status !== 'WHOLE') return;
    const { original, imported } = await importAndRun(machine as StateMachine, {});
    expect(imported).toEqual(original);
  },
  120_000,
);
