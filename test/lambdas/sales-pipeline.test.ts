import { expect, test } from 'vitest';
import { failsForGood, runTask, slow } from '../../lib/testing/index.ts';

const template = 'templates/analytics/sales_pipeline.yaml';

test('three sources become insights', async () => {
  const task = await runTask(template, { context: { days: 30 } });
  expect(task.status).toBe('SUCCEEDED');
  expect(task.output?.aggregate_metrics).toMatchObject({
    best_seller: 'desk',
    low_stock: ['mug', 'desk'],
    segments: { loyal: 6, recent: 6 },
  });
  expect(task.output?.generate_insights?.insights).toContain('Order more of mug, desk');
});

test('the sources are read side by side: the slowest sets the time', async () => {
  const mocks = { extract_sales: slow(20_000), extract_inventory: slow(30_000), extract_customers: slow(25_000) };
  const task = await runTask(template, { mocks });
  expect(task.elapsed).toBeGreaterThanOrEqual(30_000);
  expect(task.elapsed).toBeLessThan(45_000);
});

test('a source that is gone keeps the others from nothing', async () => {
  const task = await runTask(template, { mocks: { extract_inventory: failsForGood() } });
  expect(task.status).toBe('FAILED');
  expect(task.steps.transform_sales?.state).toBe('complete');
  expect(task.steps.transform_customers?.state).toBe('complete');
  expect(task.steps.aggregate_metrics).toMatchObject({ attempts: 0, blockedBy: ['extract_inventory'] });
});
