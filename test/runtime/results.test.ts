import { beforeEach, describe, expect, it, vi } from 'vitest';
import { resultShare } from '../../lib/contract/limits.ts';
import { PARKED, parkedResult, referenceBytes } from '../../lib/contract/parked-result.ts';
import { type ResultStore, memoryResultStore } from '../../lib/runtime/index.ts';
import { openResultStore } from '../../lib/runtime/results/open-result-store.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleCall, sampleEvent } from './sample-event.ts';

/** 1,000 bytes are left for the step's result beside the request. */
const changes = { budget: { steps: 1, reserved: 262_144 - 1_000 - requestBytes() } };
const event = sampleEvent(changes);

function requestBytes(): number {
  return Buffer.byteLength(JSON.stringify(sampleEvent().execution.Execution.Input));
}

/** A result of exactly so many bytes of JSON. */
function resultOf(bytes: number, letter = 'x'): { data: string } {
  const size = bytes - JSON.stringify({ data: '' }).length;
  return { data: letter.repeat(size / Buffer.byteLength(letter)) };
}

describe('a result', () => {
  it('travels while it fits its share, to the byte', async () => {
    expect(resultShare(sampleCall(changes).budget, requestBytes())).toBe(1_000);
    const { reply } = await invoke(
      handlerOf(() => resultOf(1_000)),
      event,
    );
    expect(reply?.result).toEqual(resultOf(1_000));
  });

  it('counts in bytes, not in characters', async () => {
    const { details } = await invoke(
      handlerOf(() => ({ data: 'ä'.repeat(600) })),
      event,
    );
    expect(details).toMatchObject({ code: 'RESULT_TOO_LARGE', metadata: { bytes: 1_211, share: 1_000 } });
  });

  it('that is too large fails for good without a place to park it, and says what to do', async () => {
    const { error, details } = await invoke(
      handlerOf(() => resultOf(1_001)),
      event,
    );
    expect(error).toBe('PermanentError');
    expect(details).toMatchObject({ code: 'RESULT_TOO_LARGE', retryable: false });
    expect(details?.message).toMatch(/takes 1001 bytes.*is 1000\..*TASKER_SFN_RESULTS_BUCKET/);
  });

  it.each([
    ['a number that JSON has not', () => ({ big: 1n })],
    ['itself inside', () => Object.assign({}, ...[{}].map((o: any) => ((o.self = o), o)))],
  ])('with %s fails for good', async (_, make) => {
    const { error, details } = await invoke(handlerOf(make), event);
    expect(error).toBe('PermanentError');
    expect(details?.code).toBe('RESULT_NOT_SERIALISABLE');
  });

  it.each([
    ['an id that JavaScript has rounded', { order: { ids: [1, JSON.parse('12345678901234567890')] } }, '/order/ids/1'],
    ['a negative one', { n: -9007199254740993 }, '/n'],
    ['one that is the whole result', 2 ** 53, '/result'],
  ])('with %s fails for good, and says where it is', async (_, value, path) => {
    const { error, details } = await invoke(
      handlerOf(() => value),
      event,
    );
    expect(error).toBe('PermanentError');
    expect(details).toMatchObject({ code: 'RESULT_NOT_EXACT', retryable: false });
    expect(details?.message).toContain(`at "${path}"`);
  });

  it('may have numbers that are exact, however they look, and texts of digits', async () => {
    const value = { a: Number.MAX_SAFE_INTEGER, b: 1e21, c: 0.1234567890123456, d: '12345678901234567890', e: 1e-300 };
    const { reply } = await invoke(
      handlerOf(() => value),
      event,
    );
    expect(reply?.result).toEqual(value);
  });

  it('may not pass for a reference to a parked one', async () => {
    const forged = { tasker_sfn_parked: { uri: 's3://someone-else/secret', bytes: 1 } };
    expect(
      (
        await invoke(
          handlerOf(() => forged),
          event,
        )
      ).details?.code,
    ).toBe('RESERVED_KEY');
  });
});

describe('a result beside so many others that nothing is left for it', () => {
  const crowded = sampleEvent({ budget: { steps: 1, reserved: 262_144 } });
  const key = 'shop-checkout-1_0_0/task-1/charge.json';

  it('travels while it is no larger than a reference to it may be', async () => {
    const most = referenceBytes(key);
    const reply = async (bytes: number, results?: ResultStore) =>
      (
        await invoke(
          handlerOf(() => resultOf(bytes)),
          crowded,
          results && { results },
        )
      ).reply?.result;
    expect(await reply(most)).toEqual(resultOf(most));
    expect(await reply(most, memoryResultStore())).toEqual(resultOf(most));
    expect(await reply(most + 1, memoryResultStore())).toHaveProperty(PARKED);
  });

  it('is parked behind a reference that is no larger than that, in any bucket', () => {
    const bucket = 'b'.repeat(63);
    const longest = parkedResult(`s3://${bucket}/${key}`, 9_999_999_999);
    expect(JSON.stringify(longest).length).toBe(referenceBytes(key));
  });
});

describe('a parked result', () => {
  it('travels as a reference, and is read before the handler runs', async () => {
    const results = memoryResultStore();
    const { reply, log } = await invoke(
      handlerOf(() => resultOf(5_000)),
      event,
      { results },
    );
    expect(reply?.result).toEqual({
      tasker_sfn_parked: { uri: 'memory:shop-checkout-1_0_0/task-1/charge.json', bytes: 5_000 },
    });
    expect(log.at(-1)).toMatchObject({ message: 'Step succeeded', result_bytes: 5_000, parked: true });

    const sample = sampleEvent({ dependencies: { charge: { result: reply!.result }, small: { result: { a: 1 } } } });
    const next = { ...sample, step: { ...sample.step, name: 'ship' } };
    const reader = handlerOf(({ context }) => ({
      length: (context.getDependencyField('charge', 'data') as string).length,
      small: context.getDependencyResult('small'),
    }));
    expect((await invoke(reader, next, { results })).reply?.result).toEqual({
      length: resultOf(5_000).data.length,
      small: { a: 1 },
    });
  });

  it('lies in one place per step, however its names read', async () => {
    const results = memoryResultStore();
    const odd = { ...event, step: { ...event.step, name: '../a/b ü' } };
    const { reply } = await invoke(
      handlerOf(() => resultOf(5_000)),
      odd,
      { results },
    );
    expect(JSON.stringify(reply)).toContain('memory:shop-checkout-1_0_0/task-1/..%2Fa%2Fb%20%C3%BC.json');
  });

  const parked = sampleEvent({
    dependencies: { big: { result: { tasker_sfn_parked: { uri: 'memory:gone', bytes: 9 } } } },
  });
  const store = (get: ResultStore['get']): ResultStore => ({
    put: () => Promise.reject(new Error('full')),
    get,
    find: () => Promise.resolve(undefined),
  });

  it.each([
    ['there is no store', undefined, 'PermanentError', 'PARKED_RESULT_LOST'],
    ['it is gone', memoryResultStore(), 'PermanentError', 'PARKED_RESULT_LOST'],
    ['the store is down', store(() => Promise.reject(new Error('503'))), 'RetryAfterError', 'RESULT_STORE_FAILED'],
  ] as const)('that cannot be read because %s fails the step', async (_, results, error, code) => {
    const invocation = await invoke(
      handlerOf(() => ({})),
      parked,
      results && { results },
    );
    expect(invocation).toMatchObject({ error, details: { code } });
    expect(invocation.details?.message).toContain('"big"');
  });

  it('that cannot be written is tried again', async () => {
    const results = store(() => Promise.resolve('{}'));
    const invocation = await invoke(
      handlerOf(() => resultOf(5_000)),
      event,
      { results },
    );
    expect(invocation).toMatchObject({ error: 'RetryAfterError', details: { code: 'RESULT_STORE_FAILED' } });
  });
});

describe('the bucket for results', () => {
  const objects = new Map<string, string>();

  beforeEach(() => {
    objects.clear();
    vi.doMock('@aws-sdk/client-s3', () => {
      class Command {
        readonly input: any;
        constructor(input: any) {
          this.input = input;
        }
      }
      class PutObjectCommand extends Command {}
      class GetObjectCommand extends Command {}
      class S3Client {
        async send(command: Command) {
          const place = `${command.input.Bucket}/${command.input.Key}`;
          if (command instanceof PutObjectCommand) {
            expect(command.input.ChecksumAlgorithm).toBe('SHA256');
            return void objects.set(place, command.input.Body);
          }
          expect(command.input.ChecksumMode).toBe('ENABLED');
          const text = objects.get(place);
          if (text === undefined) throw Object.assign(new Error('none'), { name: 'NoSuchKey' });
          return { Body: { transformToString: async () => text } };
        }
      }
      return { S3Client, PutObjectCommand, GetObjectCommand };
    });
  });

  it('is the one that the environment names, and checks what is sent there and back', async () => {
    expect(openResultStore({})).toBeUndefined();
    const store = openResultStore({ TASKER_SFN_RESULTS_BUCKET: 'parked' })!;
    expect(await store.put('m/t/s.json', '{"a":1}')).toBe('s3://parked/m/t/s.json');
    expect([...objects]).toEqual([['parked/m/t/s.json', '{"a":1}']]);
    expect(await store.get('s3://parked/m/t/s.json')).toBe('{"a":1}');
  });

  it('is the only one that is read', async () => {
    const store = openResultStore({ TASKER_SFN_RESULTS_BUCKET: 'parked' })!;
    await expect(store.get('s3://other/m/t/s.json')).rejects.toThrow('reads results only from s3://parked/');
    await expect(store.get('s3://parked/none.json')).rejects.toThrow('it has expired');
  });
});
