import { gzipSync } from 'node:zlib';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { consoleApp, isConsolePath } from '../../lib/console/app.ts';
import type { ConsoleOptions } from '../../lib/console/console-options.ts';
import { ChangeFeed } from '../../lib/console/live/change-feed.ts';
import { recordedRuns } from '../../lib/console/recorded-runs.ts';
import type { RunSource } from '../../lib/console/run-source.ts';
import { taskOf } from './tasks.ts';
import { openShop } from '../cli/task/shop.ts';

interface Given extends Partial<ConsoleOptions> {
  readonly readOnly?: boolean;
  /** What the first task is given. */
  readonly context?: object;
}

async function open({ readOnly = false, context, ...options }: Given = {}) {
  const { url } = await openShop();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new TaskerClient({ connection: { endpoint: url, region: 'us-east-1', credentials } });
  const app = consoleApp({ source: client, ...(!readOnly && { actions: client }), ...options });
  const create = async (given: object) => {
    const task = await client.createTask({ namespace: 'shop', name: 'order', version: '1.0.0', context: given });
    return task.task_uuid;
  };
  const id = await create(context ?? { hang: true, note: '<script>evil()</script>', api_key: 'hunter2' });
  const get = async (path: string) => {
    const answer = await app.request(path);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const post = async (path: string, body: object, type = 'application/json') => {
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { error?: string; goTo?: string } };
  };
  const cancel = async (type: string) => (await post(`/runs/${id}/cancel`, { reason: 'enough' }, type)).status;
  return { id, app, client, create, get, post, cancel };
}

describe('the list of runs', () => {
  it('lists the runs, and filters them', async () => {
    const { id, get } = await open();
    const list = await get('/');
    expect(list.status).toBe(200);
    expect(list.text).toContain(`href="/runs/${id}"`);
    expect((await get('/?status=complete')).text).toContain('No run fits.');
    expect((await get('/?status=nonsense&page=x')).text).toContain(`href="/runs/${id}"`);
    expect((await get('/?name=%22%3E%3Cscript%3E')).text).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  it('finds a text in contexts and errors, and runs by when they started', async () => {
    const { id, client, create, get } = await open({ context: { card: 'stolen' } });
    await client.waitForTask(id);
    const other = await create({ hang: true, note: 'needle' });
    const needle = await get('/?q=NEEDLE');
    expect(needle.text).toContain(`/runs/${other}"`);
    expect(needle.text).not.toContain(`/runs/${id}"`);
    expect((await get('/?q=is+stolen')).text).toContain(`/runs/${id}"`);
    expect((await get('/?since=hour')).text).toContain('among the newest 2');
    expect((await get('/')).text).toContain('CARD: The card\nis stolen');
  });
});

describe('a run', () => {
  it('is shown on pages of its own, with text as text', async () => {
    const { id, get } = await open();
    for (const [tab, part] of [
      ['', 'class="workflow"'],
      ['timeline', 'id="timeline"'],
      ['steps', `href="/runs/${id}/steps/charge"`],
      ['events', 'ExecutionStarted'],
      ['context', '<h2>Context</h2>'],
      ['log', 'aws logs tail'],
    ] as const) {
      const { status, text } = await get(`/runs/${id}/${tab}`.replace(/\/$/, ''));
      expect(status).toBe(200);
      expect(text).toContain(part);
      expect(text).not.toContain('<script>evil');
      expect(text).toContain('aria-current="page"');
      expect(text).toContain('Cancel the run');
    }
  });

  it('has a page for each step, with its input and its States Language', async () => {
    const { id, get } = await open();
    const { text } = await get(`/runs/${id}/steps/charge`);
    expect(text).toContain('Input of attempt 1');
    expect(text).toContain('"Type": "Task"');
    expect(await get(`/runs/${id}/steps/nothing`)).toMatchObject({ status: 404 });
  });

  it('masks what looks like a secret until it is asked for', async () => {
    const { id, get } = await open();
    const { text } = await get(`/runs/${id}/context`);
    const [before, behind] = text.split('Show what is masked');
    expect(before).not.toContain('hunter2');
    expect(behind).toContain('hunter2');
  });

  it('draws the states of the machine, and what has become of each', async () => {
    const { id, get } = await open();
    const { text } = await get(`/runs/${id}?of=states`);
    expect(text).toMatch(/class="state-complete"><a id="state_1" href="[^"]*events\?q=reserve"/);
    expect(text).toContain('class="state-in_progress"');
  });

  it('is found by events', async () => {
    const { id, client, get } = await open({ context: {} });
    await client.waitForTask(id);
    const { text } = await get(`/runs/${id}/events?q=charge`);
    expect(text).toContain('TaskStateEntered');
    expect(text).not.toContain('ExecutionStarted');
    // What is asked of a function is an event of the state that asks.
    expect(text).toMatch(/LambdaFunctionScheduled<\/td><td class="mono">charge/);
    const [, path = ''] =
      /href="([^"]*events\/\d+)">\d+<\/a><\/td><td[^>]*>[^<]*<\/td><td>LambdaFunctionScheduled/.exec(text) ?? [];
    const event = await get(path);
    expect(event.text).toContain('<h2>input</h2>');
    expect(event.text).toMatch(/follows on \d+/);
    expect(await get(`/runs/${id}/events/9999`)).toMatchObject({ status: 404 });
  });

  it('is a report to be kept', async () => {
    const { id, get } = await open();
    const { headers, text } = await get(`/runs/${id}/report.html`);
    expect(headers.get('Content-Disposition')).toBe(`attachment; filename="${id}.html"`);
    expect(text).not.toContain('<script');
  });

  it('is compared with another one', async () => {
    const { id, create, get } = await open();
    const other = await create({ hang: true, note: 'other' });
    const { text } = await get(`/compare?a=${id}&b=${other}`);
    expect(text).toMatch(/\/note<\/span> <del[^>]*>&quot;&lt;script&gt;.*<ins[^>]*>&quot;other&quot;/);
    expect((await get('/compare')).text).toContain('Give the ids of two runs');
  });
});

describe('a large run', () => {
  const steps = taskOf(1200, '').steps.map((step, index) => ({
    ...step,
    ...(index > 100 && index < 1150 && { template: 'import_rows' }),
  }));
  const source = {
    ...recordedRuns([]),
    viewTask: async () => ({ ...taskOf(1, ''), steps }),
    readExecution: async () => ({ definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } }, events: [] }),
  } satisfies RunSource;
  const get = async (path: string) => (await consoleApp({ source }).request(path)).text();

  it('shows the part of its graph that needs a look, or that is asked for', async () => {
    expect(await get('/runs/id')).toContain('60 nearest to <strong class="mono">step_1199</strong>');
    expect(await get('/runs/id?at=step_7')).toContain('60 nearest to <strong class="mono">step_7</strong>');
    expect(await get('/runs/id?at=%3Cnone%3E')).toContain('There is no step &quot;&lt;none&gt;&quot;.');
    expect((await get('/runs/id')).match(/role="listitem"/g)).toHaveLength(60);
  });

  it('lists its steps in pages, and finds them by name and state', async () => {
    const rows = (text: string) => text.match(/class="row"/g)?.length ?? 0;
    expect(rows(await get('/runs/id/steps'))).toBe(1000);
    expect(await get('/runs/id/steps')).toContain('Page 1 of 2');
    expect(rows(await get('/runs/id/steps?page=2'))).toBe(200);
    expect(rows(await get('/runs/id/steps?q=STEP_119&state=complete'))).toBe(10);
    expect(rows(await get('/runs/id/steps?state=error'))).toBe(1);
  });

  it('has a page for the workers of a batch, and one for each', async () => {
    const text = await get('/runs/id/steps/import_rows');
    expect(text).toContain('The 1,049 workers of a batch');
    expect(text).toContain('href="/runs/id/steps/import_rows?page=2"');
    expect(await get('/runs/id/steps/step_101')).toContain('Depends on step_100');
  });

  it('shows a chosen step beside what the page shows', async () => {
    const text = await get('/runs/id/timeline?step=step_3');
    expect(text).toMatch(/<aside class="drawer"[^]*href="\/runs\/id\/steps\/step_3" data-page[^]*Depends on step_2/);
    expect(text).toContain('href="/runs/id/timeline?" data-close');
    expect(await get('/runs/id/timeline?step=none')).not.toContain('<aside');
  });

  it('is reported on without what its payloads say, too', async () => {
    expect(await get('/runs/id/report.html?redact')).toContain('Context: redacted');
  });
});

describe('templates', () => {
  it('are listed, drawn, and told of with their newest runs', async () => {
    const { id, get } = await open();
    expect((await get('/templates')).text).toContain('href="/templates/shop/order/1.0.0"');
    const { text } = await get('/templates/shop/order/1.0.0');
    for (const part of ['class="workflow"', 'p95', `/runs/${id}/steps/charge`]) expect(text).toContain(part);
    expect(await get('/templates/shop/order/9.9.9')).toMatchObject({ status: 404 });
  });
});

describe('starting', () => {
  it('offers a form, filled with an earlier run where one is named', async () => {
    const { id, get } = await open();
    const { text } = await get(`/start?from=${id}`);
    expect(text).toContain('data-task="shop/order@1.0.0"');
    expect(text).toContain('&quot;hang&quot;: true');
    expect(text).not.toContain('Let a step fail');
  });

  it('starts a run, and says why it cannot', async () => {
    const { post, get } = await open();
    const template = 'shop/order@1.0.0';
    const { status, body } = await post('/start', { template, context: '{"hang":true}', idempotency_key: 'k' });
    expect(status).toBe(200);
    expect((await get(body.goTo ?? '')).text).toContain('running');
    for (const [given, told] of [
      [{ template, context: '{' }, 'The context is not valid JSON'],
      [{ template, context: '[]' }, 'must be a JSON object'],
      [{ template: 'shop/none@1.0.0', context: '{}' }, 'There is no template "shop/none@1.0.0"'],
      [{ template, context: '{"hang":false}', idempotency_key: 'k' }, 'belongs to the task'],
      [
        { template, context: '{"hang":true,"api_key":"hunter2","note":"<script>evil()</script>"}' },
        'give an idempotency key',
      ],
    ] as const) {
      const refused = await post('/start', given);
      expect(refused.status).toBe(400);
      expect(refused.body.error).toContain(told);
    }
  });
});

describe('acting', () => {
  it('cancels a run that is asked for as JSON alone', async () => {
    const { id, get, cancel } = await open();
    expect(await cancel('text/plain')).toBe(415);
    expect(await cancel('application/x-www-form-urlencoded')).toBe(415);
    expect(await cancel('application/jsonx')).toBe(415);
    expect(await cancel('application/json; charset=utf-8')).toBe(200);
    const { text } = await get(`/runs/${id}`);
    expect(text).toContain('cancelled');
    expect(text).not.toContain('Cancel the run');
    expect(await cancel('application/json')).toBe(400);
  });

  it('redrives what Step Functions would go on with', async () => {
    const { id, get, post, cancel } = await open();
    expect((await post(`/runs/${id}/redrive`, {})).body.error).toContain('The task cannot be redriven');
    await cancel('application/json');
    expect((await get(`/runs/${id}`)).text).toContain('Does not run again: reserve, ');
    expect((await post(`/runs/${id}/redrive`, {})).status).toBe(200);
    expect((await get(`/runs/${id}`)).text).toContain('Cancel the run');
  });

  it('says of a run that failed what a redrive runs again', async () => {
    const { id, client, get, post } = await open({ context: { card: 'stolen' } });
    await client.waitForTask(id);
    const { text } = await get(`/runs/${id}/steps`);
    expect(text).toContain('Runs again, where it still can: charge, ship. Does not run again: reserve, pack.');
    expect((await post(`/runs/${id}/redrive`, {})).status).toBe(200);
    await client.waitForTask(id);
    expect((await get(`/runs/${id}/events`)).text).toContain('ExecutionRedriven');
  });

  it('repairs a run that failed, and says who did and why', async () => {
    const { id, client, get, post } = await open({ context: { card: 'stolen' } });
    await client.waitForTask(id);
    expect((await get(`/runs/${id}`)).text).toContain('<select name="action charge">');
    const repair = async (fields: object) =>
      post(`/runs/${id}/repair`, { by: 'ada', reason: 'paid <in> cash', ...fields });
    const complete = { 'action charge': 'complete_manually' };
    expect((await repair({ ...complete, reason: '', 'result charge': '{}' })).body.error).toContain('say why');
    expect((await repair({ ...complete, 'result charge': 'p-1' })).body.error).toContain('is not valid JSON');
    expect((await repair({ ...complete, 'result charge': '[]' })).body.error).toContain('must be a JSON object');
    expect((await repair({ 'action charge': '' })).body.error).toContain('nothing to do');
    expect((await repair({ ...complete, 'result charge': '{"payment": "cash"}' })).status).toBe(200);
    expect((await client.waitForTask(id)).status).toBe('complete');
    const { text } = await get(`/runs/${id}`);
    expect(text).toContain('repaired by ada: paid &lt;in&gt; cash');
    expect(text).not.toContain('Repair…');
  });

  it('changes nothing when it is read-only', async () => {
    const { id, get, post, cancel } = await open({ readOnly: true });
    expect(await cancel('application/json')).toBe(403);
    expect((await post('/start', {})).status).toBe(403);
    expect((await get(`/runs/${id}`)).text).not.toContain('Cancel the run');
    expect((await get('/start')).status).toBe(404);
  });
});

describe('live pages', () => {
  it('are told what has changed since they were read', async () => {
    const changes = new ChangeFeed();
    const { id, app, get } = await open({ changes });
    const [, path, version] = /data-live="([^"]*)" data-version="([^"]*)"/.exec((await get(`/runs/${id}`)).text) ?? [];
    changes.changed(id);
    const stream = await app.request(`${path ?? ''}&since=${version ?? ''}`);
    expect(stream.headers.get('Content-Type')).toBe('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('retry: 1000\n\n');
    expect((await reader.read()).value).toBe(`id: ${changes.versionOf(id)}\ndata: changed\n\n`);
    changes.close();
    expect((await reader.read()).done).toBe(true);
  });

  it('are none once nothing can change any more', async () => {
    const { id, get, cancel } = await open({ changes: new ChangeFeed() });
    await cancel('application/json');
    expect((await get(`/runs/${id}`)).text).not.toContain('data-live');
  });
});

describe('the console', () => {
  it('lets pages load from here alone, and no other page hold them', async () => {
    const { get } = await open();
    for (const path of ['/', '/console.css', '/console.js', '/runs/nothing', '/elsewhere', '/start']) {
      const { headers } = await get(path);
      expect(headers.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'self'; script-src 'self'/,
      );
      expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });

  it('has no script and no style within its pages', async () => {
    const { id, get } = await open();
    for (const path of ['/', `/runs/${id}`, '/templates/shop/order/1.0.0', '/start', `/runs/${id}/timeline`]) {
      const { text } = await get(path);
      expect(text.match(/<script/g)).toEqual(['<script']);
      expect(text).not.toMatch(/<style| style="| on\w+="/);
    }
  });

  it('says what is not there', async () => {
    const { get } = await open();
    expect(await get('/runs/nothing')).toMatchObject({ status: 404 });
    expect((await get('/runs/nothing')).text).toContain('There is no task &quot;nothing&quot;.');
    expect(await get('/elsewhere')).toMatchObject({ status: 404 });
  });

  it('keeps to its paths', () => {
    for (const path of ['/', '/runs/a', '/templates', '/templates/a/b/1', '/start', '/live', '/console.js']) {
      expect(isConsolePath(path)).toBe(true);
    }
    for (const path of ['/v1/tasks', '/runsx', '/startx', '/health', '/live/x'])
      expect(isConsolePath(path)).toBe(false);
  });

  it('is small, and its script can be read', async () => {
    const { get } = await open();
    const [script, style] = [(await get('/console.js')).text, (await get('/console.css')).text];
    expect(gzipSync(script).length).toBeLessThan(8_000);
    expect(gzipSync(style).length).toBeLessThan(8_000);
    expect(() => new vm.Script(script)).not.toThrow();
  });
});
