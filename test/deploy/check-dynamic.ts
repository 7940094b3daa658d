import assert from 'node:assert/strict';
import type { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const APPROVAL = { namespace: 'expenses', name: 'expense_approval', version: '1.0.0' } as const;
const IMPORT = { namespace: 'imports', name: 'csv_import', version: '1.0.0' } as const;
const STACKS = ['ExpenseApproval', 'CsvImport'] as const;
const APP = ['--app', 'npx tsx test/deploy/dynamic/app.ts'] as const;

/** Workflows whose steps are known only once they run: a decision, and a batch with checkpoints. */
export async function checkDynamic(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  const run = async (identity: typeof APPROVAL | typeof IMPORT, context: object) => {
    const created = await client.createTask({ ...identity, context: { ...context } });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: 120_000 });
    const steps = await client.listTaskSteps(task.task_uuid);
    const resultOf = (name: string) => steps.find((step) => step.name === name)?.results?.result;
    return { task, steps, resultOf, told: JSON.stringify({ task, steps }).slice(0, 4000) };
  };
  await report.check('workflows with a decision and with a batch can be deployed', async () => {
    await deploy(emulator, ...STACKS, ...APP);
  });
  await report.check(
    'a decision chooses two branches, what joins them reads both, and the third is no step of the task',
    async () => {
      const expense = { employee: 'Ada', amount: 9000, category: 'travel' };
      const { task, steps, resultOf, told } = await run(APPROVAL, { expense });
      assert.equal(task.status, 'complete', told);
      assert.ok(!steps.some(({ name }) => name === 'auto_approve'), told);
      const { approved, approvals } = resultOf('finalize_approval') as {
        approved: boolean;
        approvals: { approver: string }[];
      };
      assert.deepEqual([approved, approvals.map(({ approver }) => approver)], [true, ['manager', 'finance']]);
    },
  );
  await report.check('a decision that chooses nothing completes the task with two steps', async () => {
    const { task, steps, told } = await run(APPROVAL, { expense: { employee: 'Grace', amount: 0 } });
    assert.equal(task.status, 'complete', told);
    assert.deepEqual(steps.map(({ name }) => name).sort(), ['choose_approvers', 'validate_expense']);
  });
  await report.check('a batch runs a worker for each part, over checkpoints, and its results are parked', async () => {
    const { task, steps, resultOf, told } = await run(IMPORT, { rows: 4000 });
    assert.equal(task.status, 'complete', told);
    const workers = steps.filter(({ name }) => name.startsWith('import_rows_'));
    assert.deepEqual(
      workers.map(({ name, current_state }) => `${name} ${current_state}`).sort(),
      ['001', '002', '003', '004'].map((part) => `import_rows_${part} complete`),
    );
    assert.equal((resultOf('summarize_import') as { imported: number }).imported, 3920, told);
  });
  await report.check('a poisoned row spoils its part alone', async () => {
    const { task, steps, resultOf, told } = await run(IMPORT, { rows: 3000, poisoned: 1417 });
    assert.equal(task.status, 'complete', told);
    assert.equal(steps.find(({ name }) => name === 'import_rows_002')?.current_state, 'error', told);
    assert.deepEqual(
      (resultOf('summarize_import') as { failed_parts: string[] }).failed_parts,
      ['import_rows_002'],
      told,
    );
  });
  await report.check('they can be destroyed', async () => {
    await cdk(emulator, 'destroy', ...STACKS, '--force', ...APP);
  });
}
