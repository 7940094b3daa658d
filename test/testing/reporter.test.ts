import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PathReporter from '../../lib/testing/reporter.ts';
import { fails, failsForGood, runTask } from '../../lib/testing/index.ts';
import { project } from '../cli/project.ts';

const TEMPLATE = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - { name: reserve, handler: { callable: Reserve }, retry: { retryable: false } }
  - { name: charge, handler: { callable: Charge }, dependencies: [reserve], retry: { max_attempts: 3 } }
`;

let cwd: string;
beforeEach(() => {
  cwd = project({
    'templates/order.yaml': TEMPLATE,
    'templates/refund.yaml': TEMPLATE.replace('name: order', 'name: refund'),
  });
  vi.spyOn(process, 'cwd').mockReturnValue(cwd);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** What a reporter tells of some runs of the order. */
async function told(reporter: PathReporter, ...mocks: Parameters<typeof runTask>[1][]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  for (const each of mocks) await runTask('templates/order.yaml', each);
  reporter.onTestRunEnd();
  return log.mock.calls.flat().join('\n');
}

const reserve = { reserved: true };
const charge = { charged: true };

describe('the reporter of paths', () => {
  it('tells what no test has seen', async () => {
    const text = await told(
      new PathReporter(),
      { mocks: { reserve, charge } },
      { mocks: { reserve: failsForGood(), charge } },
      { mocks: { reserve, charge: fails(1, { then: charge }) } },
    );
    expect(text).toContain('Paths of templates: 4 of 10 seen (40 %)');
    expect(text).toContain(`${join('templates', 'order.yaml')}: 4 of 5\n    never seen: charge failing for good\n`);
    expect(text).toContain(`${join('templates', 'refund.yaml')}: 0 of 5\n    never run`);
    expect(text).not.toContain('reserve completing after a retry');
    expect(process.exitCode).toBeUndefined();
  });

  it('fails a run of tests that has seen too little, in Vitest and Jest', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    // As Jest makes it.
    const reporter = new PathReporter({}, { templates: ['templates/order.yaml'], threshold: 90 });
    expect(await told(reporter, { mocks: { reserve, charge } })).toContain('2 of 5 seen (40 %)');
    expect(error).toHaveBeenCalledWith('Tests have seen 40 % of the paths of templates, below 90 %.');
    expect(reporter.getLastError()?.message).toContain('below 90 %');
    expect(process.exitCode).toBe(1);
  });

  it('begins anew with each run, as in watch mode', async () => {
    const reporter = new PathReporter({ templates: ['templates/order.yaml'] });
    expect(await told(reporter, { mocks: { reserve, charge } })).toContain('2 of 5 seen');
    reporter.onTestRunStart();
    expect(await told(reporter)).toContain('0 of 5 seen');
  });

  it('costs nothing where nobody asks', async () => {
    vi.stubEnv('TASKER_SFN_SEEN_PATHS', undefined);
    expect((await runTask('templates/order.yaml', { mocks: { reserve, charge } })).status).toBe('SUCCEEDED');
  });
});
