import { describe, expect, it } from 'vitest';
import { consoleApp } from '../../lib/console/app.ts';
import { recordedRuns } from '../../lib/console/recorded-runs.ts';

const app = consoleApp({ source: recordedRuns([]), token: 'secret' });

describe('a console that other machines reach', () => {
  it('lets nobody in who does not know its token', async () => {
    for (const path of ['/', '/templates', '/console.js', '/live', '/?token=wrong', '/?token=']) {
      const answer = await app.request(path, { headers: { Cookie: 'tasker_sfn_console=wrong' } });
      expect(answer.status).toBe(401);
      expect(await answer.text()).toContain('open the address that was printed');
    }
    const post = await app.request('/start', { method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(post.status).toBe(401);
  });

  it('keeps the token in a cookie, and not in addresses', async () => {
    const answer = await app.request('/?token=secret&status=error');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('Location')).toBe('/?status=error');
    expect(answer.headers.get('Set-Cookie')).toMatch(/^tasker_sfn_console=secret; Path=\/; HttpOnly; SameSite=Strict$/);
    const page = await app.request('/', { headers: { Cookie: 'tasker_sfn_console=secret' } });
    expect(page.status).toBe(200);
  });
});
