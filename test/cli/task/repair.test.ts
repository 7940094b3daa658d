import { describe, expect, it } from 'vitest';
import { ORDER } from '../project.ts';
import { openShop, type Shop } from './shop.ts';

const env = { env: { USER: 'ada' } };

/** A task whose charge has failed. */
async function openBroken(template = ORDER): Promise<{ readonly shop: Shop; readonly id: string }> {
  const shop = await openShop(template);
  const stolen = ['--context', '{"card": "stolen"}', '--wait', '--json'];
  const { out } = await shop.run(['task', 'create', 'shop/order', ...stolen]);
  return { shop, id: (JSON.parse(out) as { readonly task_uuid: string }).task_uuid };
}

describe('task retry, resolve and complete', () => {
  it('completes a step with a result, and shows it under the same id', async () => {
    const { shop, id } = await openBroken();
    const result = ['--result', '{"payment": "by hand"}', '--metadata', '{"ticket": 7}'];
    const why = ['--by', 'ada', '--reason', 'The bank had charged it'];
    const { code, out } = await shop.run(['task', 'complete', id, '--step', 'charge', ...result, ...why, '--wait']);
    expect(code).toBe(0);
    expect(out).toContain('shop/order 1.0.0  complete\n');
    expect(out).toContain(`id           ${id}\n`);
    expect(out).toContain('The bank had charged it');
    const step = JSON.parse((await shop.run(['task', 'step', id, 'charge', '--json'])).out) as object;
    expect(step).toMatchObject({ current_state: 'complete', results: { result: { payment: 'by hand' } } });
    const { out: audit } = await shop.run(['task', 'audit', id, '--step', 'charge']);
    expect(audit).toMatch(
      /in_progress → error .*The card is stolen\n.*error → complete +ada +The bank had charged it\n$/,
    );
    expect(JSON.parse((await shop.run(['task', 'audit', id, '--step', 'charge', '--json'])).out)).toMatchObject([
      { step_name: 'charge', to_state: 'error', success: false, action: null, run: 1 },
      {
        action: 'complete_manually',
        by: 'ada',
        reason: 'The bank had charged it',
        from_state: 'error',
        to_state: 'complete',
        result: { payment: 'by hand' },
        metadata: { ticket: 7 },
        run: 2,
      },
    ]);
  });

  it('retries what has failed, and resolves it, in the name of who is signed in', async () => {
    const { shop, id } = await openBroken();
    const retried = await shop.run(['task', 'retry', id, '--reason', 'again', '--wait'], env);
    expect(retried.code).toBe(1);
    expect(retried.out).toContain('TaskFailed: Failed: "charge".');
    const resolved = await shop.run(
      ['task', 'resolve', id, '--step', 'charge', '--reason', 'never mind', '--wait'],
      env,
    );
    expect(resolved.code).toBe(0);
    expect(resolved.out).toMatch(/\ncharge +resolved_manually/);
    const { out } = await shop.run(['task', 'get', id, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      runs: [
        { repaired_by: null },
        { repaired_by: 'ada', reason: 'again' },
        { repaired_by: 'ada', status: 'SUCCEEDED' },
      ],
    });
  });

  it('says what is missing or wrong', async () => {
    const { shop, id } = await openBroken(
      ORDER.replace('name: charge', 'name: charge\n    result_schema: { type: object, required: [payment] }'),
    );
    const err = async (argv: readonly string[], options?: Parameters<Shop['run']>[1]) => {
      const ran = await shop.run(argv, options);
      return `${ran.code} ${ran.err}`;
    };
    expect(await err(['task', 'retry', id], env)).toMatch(/^2 .*Say why: --reason TEXT/);
    expect(await err(['task', 'retry', id, '--reason', 'x'], { env: {} })).toMatch(/^2 .*--by NAME/);
    expect(await err(['task', 'resolve', id, '--reason', 'x'], env)).toMatch(/^2 .*--step NAME/);
    expect(await err(['task', 'complete', id, '--step', 'charge', '--reason', 'x'], env)).toMatch(/^2 .*--result JSON/);
    const complete = ['task', 'complete', id, '--step', 'charge', '--reason', 'x'];
    expect(await err([...complete, '--result', '[]'], env)).toMatch(/^2 .*must be a JSON object/);
    expect(await err([...complete, '--result', '{"paid": 1}'], env)).toMatch(
      /^1 error\[BAD_REQUEST\]: The result_schema is not met: .*payment/,
    );
    expect(await err(['task', 'retry', id, '--step', 'pack', '--reason', 'x'], env)).toContain(
      'invalid transition from complete to pending',
    );
  });
});
