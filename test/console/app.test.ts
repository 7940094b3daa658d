import { describe, expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { openShop } from '../cli/task/shop.ts';

async function open(options: { readonly readOnly?: boolean } = {}) {
  const { url } = await openShop();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new TaskerClient({ connection: { endpoint: url, region: 'us-east-1', credentials } });
  const app = consoleApp({ client, ...options });
  const context = { hang: true, note: '<script>evil()</script>' };
  const { task_uuid: id } = await client.createTask({ namespace: 'shop', name: 'order', version: '1.0.0', context });
  const get = async (path: string) => {
    const answer = await app.request(path);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const cancel = (type: string) =>
    app.request(`/runs/${id}/cancel`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: '{"reason":"enough"}',
    });
  return { id, get, cancel };
}

describe('the console', () => {
  it('lists the runs, and filters them', async () => {
    const { id, get } = await open();
    const list = await get('/');
    expect(list.status).toBe(200);
    expect(list.text).toContain(`href="/runs/${id}"`);
    expect((await get('/?status=complete')).text).toContain('Nothing has run, or nothing that fits.');
    expect((await get('/?status=nonsense&page=x')).text).toContain(`href="/runs/${id}"`);
    expect((await get('/?name=%22%3E%3Cscript%3E')).text).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  it('shows a run, with text as text', async () => {
    const { id, get } = await open();
    const { status, text } = await get(`/runs/${id}`);
    expect(status).toBe(200);
    for (const part of ['id="graph"', 'id="timeline"', 'id="steps"', 'Cancel the run']) expect(text).toContain(part);
    expect(text).not.toContain('<script>evil');
  });

  it('lets pages load from here alone, and no other page hold them', async () => {
    const { get } = await open();
    for (const path of ['/', '/console.css', '/console.js', '/runs/nothing']) {
      const { headers } = await get(path);
      expect(headers.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'self'; script-src 'self'/,
      );
      expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });

  it('says what is not there', async () => {
    const { get } = await open();
    expect(await get('/runs/nothing')).toMatchObject({ status: 404 });
    expect((await get('/runs/nothing')).text).toContain('There is no task &quot;nothing&quot;.');
    expect(await get('/elsewhere')).toMatchObject({ status: 404 });
  });

  it('cancels a run that is asked for as JSON alone', async () => {
    const { id, get, cancel } = await open();
    expect((await cancel('text/plain')).status).toBe(415);
    expect((await cancel('application/x-www-form-urlencoded')).status).toBe(415);
    expect((await cancel('application/json')).status).toBe(200);
    const { text } = await get(`/runs/${id}`);
    expect(text).toContain('ABORTED');
    expect(text).not.toContain('Cancel the run');
  });

  it('changes nothing when it is read-only', async () => {
    const { id, get, cancel } = await open({ readOnly: true });
    expect((await cancel('application/json')).status).toBe(403);
    expect((await get(`/runs/${id}`)).text).not.toContain('Cancel the run');
  });

  it('is small', async () => {
    const { get } = await open();
    expect((await get('/console.js')).text.length).toBeLessThan(8_000);
    expect((await get('/console.css')).text.length).toBeLessThan(12_000);
  });
});
