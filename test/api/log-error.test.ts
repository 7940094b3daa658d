import { afterEach, describe, expect, it, vi } from 'vitest';
import { logError } from '../../lib/api/log-error.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('logError', () => {
  it('writes one line of JSON, with the reason that the answer keeps back', () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const error = new Error('cannot', { cause: new TypeError('secret') });
    logError({ requestId: 'r', method: 'GET', path: '/v1/tasks', error });
    expect(written).toHaveBeenCalledOnce();
    expect(JSON.parse(written.mock.calls[0]![0] as string)).toMatchObject({
      level: 'ERROR',
      request_id: 'r',
      method: 'GET',
      path: '/v1/tasks',
      name: 'Error',
      message: 'cannot',
      cause: 'TypeError: secret',
      stack: expect.stringContaining('log-error.test.ts') as string,
    });
  });
});
