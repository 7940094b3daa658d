import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createStepFunction,
  PermanentError,
  RetryableError,
  StepHandler,
  StepHandlerResult,
} from '../../lib/runtime/index.ts';
import { StepError } from '../../lib/runtime/adapter/step-error.ts';
import { handlerOf } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

const numRuns = process.env.FUZZ ? 2_000 : 150;

const refuse = () => {
  throw new RangeError('not to be read');
};

/** An object that answers nothing: every way to look at it throws. */
const sealed = () => new Proxy({}, Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) => [trap, refuse])));

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function cyclic(): object {
  const self: Record<string, unknown> = {};
  return (self.self = self);
}

/**
 * What a handler may throw, return or put into a failure, though no type allows it. Made when it is needed, since fast-check
 * itself cannot hold a sealed proxy.
 */
const hostile: fc.Arbitrary<() => any> = fc.oneof(
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true })
    .map((value) => () => value),
  fc.constantFrom<() => unknown>(sealed, revoked, cyclic),
  fc
    .constantFrom<unknown>(Symbol('a'), 42n, () => 1, Promise.resolve(), { toJSON: refuse }, { toString: refuse })
    .map((value) => () => value),
);

const FIELDS = ['message', 'stack', 'name', 'constructor', 'code', 'errorCode', 'metadata', 'cause', 'retryable'];

/** An error some of whose fields are not what they should be, or throw when they are read. */
const spoil = fc.array(fc.tuple(fc.constantFrom(...FIELDS), fc.oneof(fc.constant(refuse), hostile)), { maxLength: 4 });

function spoilt<T extends object>(error: T, changes: readonly (readonly [string, () => unknown])[]): T {
  for (const [field, make] of changes) {
    try {
      Object.defineProperty(error, field, make === refuse ? { get: refuse } : { value: make() });
    } catch {
      // Node writes the stack when it is first touched, and reads the spoilt message for it.
    }
  }
  return error;
}

/** The handler as a function and as a class. */
const handlers = (body: () => unknown) => [
  handlerOf(body),
  class extends StepHandler {
    static override handlerName = 'Shop::ChargeHandler';

    async call() {
      return body() as StepHandlerResult;
    }
  },
];

/** What each of the handlers comes to: `complete`, or the name of the error that the machine sees. */
async function outcomes(body: () => unknown): Promise<readonly string[]> {
  return Promise.all(
    handlers(body).map(async (handler) => {
      try {
        await createStepFunction(handler, { logger: refuse })(sampleEvent());
        return 'complete';
      } catch (error) {
        if (!(error instanceof StepError)) throw error;
        const details = JSON.parse(error.message);
        expect(details).toMatchObject({ message: expect.any(String), type: expect.any(String), step: 'charge' });
        expect(details.code === null || typeof details.code === 'string').toBe(true);
        expect(details.retryable).toBe(error.name === 'RetryableError' || error.name === 'RetryAfterError');
        expect(error.stack).toEqual(expect.any(String));
        return error.name;
      }
    }),
  );
}

describe('the classification of a failure', () => {
  it('is made whatever is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const names = await outcomes(() => {
          throw value();
        });
        for (const name of names) expect(name).toMatch(/^(Permanent|Retryable|RetryAfter)Error$/);
      }),
      { numRuns },
    );
  });

  it('is made whatever is returned', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        for (const name of await outcomes(value)) {
          expect(name).toMatch(/^(complete|(Permanent|Retryable|RetryAfter)Error)$/);
        }
      }),
      { numRuns },
    );
  });

  it('is what its class says, however the error was made and whatever became of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), hostile, hostile, spoil, async (permanent, message, description, changes) => {
        const Class = permanent ? PermanentError : RetryableError;
        const make = () => spoilt(new Class(message(), description()), changes);
        const expected = permanent ? /^PermanentError$/ : /^Retry/;
        for (const name of [...(await outcomes(make)), ...(await outcomes(throwing(make)))]) {
          expect(name).toMatch(expected);
        }
      }),
      { numRuns },
    );
  });

  it('is the flag of a failure, whatever else the failure holds, returned or thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), hostile, hostile, hostile, hostile, async (retryable, a, b, c, d) => {
        const make = () => StepHandlerResult.failure(a(), b(), retryable, c(), d());
        const expected = retryable ? /^Retry/ : /^PermanentError$/;
        for (const name of [...(await outcomes(make)), ...(await outcomes(throwing(make)))]) {
          expect(name).toMatch(expected);
        }
      }),
      { numRuns },
    );
  });
});

function throwing(make: () => unknown): () => never {
  return () => {
    throw make();
  };
}
