import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/cli/exit-code.ts';
import { addressTo, readRequest } from '../../../lib/cli/run/task-request.ts';
import { identityOf } from '../../../lib/project/index.ts';
import type { TaskTemplate } from '../../../lib/template/task-template.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

describe('readRequest', () => {
  it('has an empty context by default', async () => {
    expect(readRequest({}, fakeIo())).toEqual({ context: {} });
  });

  it('takes the context as text or from a file', async () => {
    expect(readRequest({ context: '{"a": 1}' }, fakeIo())).toEqual({ context: { a: 1 } });
    const cwd = project({ 'c.json': '{"a": 2}' });
    expect(readRequest({ context: '@c.json' }, fakeIo({ cwd }))).toEqual({ context: { a: 2 } });
  });

  it('puts single flags over the whole request', async () => {
    const request = readRequest(
      {
        request: '{"context": {"a": 1}, "initiator": "cron", "tags": ["x"], "options": {"o": 1}}',
        correlationId: 'c-1',
        parentCorrelationId: 'p-1',
        idempotencyKey: 'k',
        tag: ['y', 'z'],
        initiator: 'me',
        sourceSystem: 'shell',
        reason: 'because',
        priority: -3,
      },
      fakeIo(),
    );
    expect(request).toEqual({
      context: { a: 1 },
      correlation_id: 'c-1',
      parent_correlation_id: 'p-1',
      idempotency_key: 'k',
      tags: ['y', 'z'],
      initiator: 'me',
      source_system: 'shell',
      reason: 'because',
      priority: -3,
      options: { o: 1 },
    });
  });

  it.each([
    [{ context: '{' }, /--context is not valid JSON/],
    [{ context: '[1]' }, /--context must be a JSON object/],
    [{ context: 'null' }, /--context must be a JSON object/],
    [{ context: '@' }, /--context: Name a file after the @/],
    [{ context: '@nowhere.json' }, /Reading --context: There is no file or folder "nowhere.json"/],
    [{ request: '{"context": []}' }, /The "context" of --request must be a JSON object/],
  ])('refuses %j', (flags, message) => {
    const refused = () => readRequest(flags, fakeIo());
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(message);
  });
});

describe('addressTo', () => {
  const located = (value: string) => ({ value });
  const template = {
    name: located('order'),
    namespace: located('shop'),
    version: located('1.0.0'),
  } as unknown as TaskTemplate;

  it('adds the identity of the template', () => {
    const identity = { name: 'order', namespace: 'shop', version: '1.0.0' };
    expect(addressTo(identityOf(template), { context: {} })).toEqual({ ...identity, context: {} });
    expect(addressTo(identityOf(template), identity)).toEqual(identity);
  });

  it('refuses a request for another task', () => {
    expect(() => addressTo(identityOf(template), { version: '2.0.0' })).toThrow(
      /version "2.0.0", but the template's is "1.0.0"/,
    );
  });
});
