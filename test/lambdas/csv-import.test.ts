import { expect, test } from 'vitest';
import { crashes, runTask } from '../../lib/testing/index.ts';

const template = 'templates/imports/csv_import.yaml';

test('a file is imported part by part, and each part over several checkpoints', async () => {
  const task = await runTask(template, { context: { rows: 5_000 } });
  expect(task.cause).toBeUndefined();
  expect(task.output?.summarize_import).toMatchObject({
    worker_count: 5,
    imported: 4_900,
    without_price: 100,
    not_imported: 0,
    failed_parts: [],
  });
  const part = task.steps.import_rows_003;
  expect(part).toMatchObject({ state: 'complete', attempts: 1 });
  expect((part?.result?.products as readonly object[])[0]).toMatchObject({ sku: 'SKU-2000' });
});

test('results that are too large to travel are read like any other', async () => {
  const task = await runTask(template, { context: { rows: 20_000 } });
  expect(task.output?.summarize_import).toMatchObject({ worker_count: 20, imported: 19_600 });
  expect(JSON.stringify(task.steps.import_rows_001?.result).length).toBeGreaterThan(50_000);
});

test('a row that cannot be read spoils its part, and the import says which', async () => {
  const task = await runTask(template, { context: { rows: 3_000, poisoned: 1_417 } });
  expect(task.status).toBe('SUCCEEDED');
  expect(task.steps.import_rows_002).toMatchObject({
    state: 'error',
    attempts: 1,
    error: { code: 'POISONED_ROW', message: expect.stringContaining('Row 1417 cannot be read') },
  });
  expect(task.output?.summarize_import).toMatchObject({
    imported: 1_960,
    not_imported: 1_000,
    failed_parts: ['import_rows_002'],
  });
});

test('a part whose process ends is read again', async () => {
  const task = await runTask(template, { context: { rows: 2_000 }, mocks: { import_rows: crashes(1) } });
  expect(task.output?.summarize_import).toMatchObject({ imported: 1_960 });
});

test('an empty file is no work: nothing is read, and nothing to be summed up', async () => {
  const task = await runTask(template, { context: { rows: 0 } });
  expect(task.status).toBe('SUCCEEDED');
  expect(Object.keys(task.output ?? {})).toEqual(['split_file']);
});
