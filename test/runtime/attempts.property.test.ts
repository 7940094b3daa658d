import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentError, RetryableError } from '../../lib/runtime/index.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

type Behaviour = 'ok' | 'retryable' | 'throw' | 'retry_after' | 'permanent';
type Incident = Behaviour | 'service_fault';

const numRuns = process.env.FUZZ ? 5_000 : 300;

/** What the policy promises: runs until success or a permanent error, at most `maxAttempts` of them. */
function promisedRuns(behaviours: readonly Behaviour[], maxAttempts: number): number {
  const end = behaviours.findIndex((each) => each === 'ok' || each === 'permanent');
  return Math.min(end === -1 ? maxAttempts : end + 1, maxAttempts);
}

/** Runs one step as the state machine does: its retriers, its catchers, its counts. */
async function runMachine(incidents: readonly Incident[], maxAttempts: number, counted: boolean) {
  const attempts: number[] = [];
  const queue = [...incidents];
  let retry = { step: '', attempts: 0 };
  for (;;) {
    let retryCount = 0;
    let policyRetries = 0;
    for (;;) {
      if (queue[0] === 'service_fault') {
        queue.shift();
        retryCount++;
        continue;
      }
      const event = sampleEvent({
        step: { max_attempts: maxAttempts, retry_count: retryCount, ...(counted && { counted }) },
        retry,
      });
      const handler = handlerOf(({ context }) => {
        attempts.push(context.retryCount + 1);
        return behave(queue.shift() as Behaviour | undefined);
      });
      const { error, details } = await invoke(handler, event);
      if (error === undefined) return { attempts, status: 'complete', lastAttempt: attempts.length };
      const ended = { attempts, status: error, lastAttempt: details!.attempts };
      if (error === 'PermanentError' || error === 'AttemptsExhaustedError') return ended;
      if (error === 'RetryAfterError' || counted) {
        if (error === 'RetryAfterError') expect(details!.retry_after).toBe(7);
        retry = { step: 'charge', attempts: details!.attempts };
        break;
      }
      if (policyRetries === maxAttempts - 1) return ended;
      policyRetries++;
      retryCount++;
    }
  }
}

function behave(behaviour: Behaviour = 'ok'): object {
  switch (behaviour) {
    case 'ok':
      return {};
    case 'retryable':
      throw new RetryableError('not now');
    case 'throw':
      throw new TypeError('a mistake');
    case 'retry_after':
      throw new RetryableError('later', { retry_after: 7 });
    case 'permanent':
      throw new PermanentError('never');
  }
}

const behaviour = fc.constantFrom<Behaviour>('ok', 'retryable', 'throw', 'retry_after', 'permanent');
const failure = fc.constantFrom<Behaviour>('retryable', 'throw', 'retry_after', 'permanent');

describe('attempts, as the machine and the runtime count them together', () => {
  it('are as many as the policy promises, each with its number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 4, arbitrary: failure }, behaviour), { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (behaviours, maxAttempts, counted) => {
          const padded = [...behaviours, 'ok'] as const;
          const { attempts, lastAttempt, status } = await runMachine(padded, maxAttempts, counted);
          const promised = promisedRuns(padded, maxAttempts);
          expect(attempts).toEqual(Array.from({ length: promised }, (_, index) => index + 1));
          expect(lastAttempt).toBe(promised);
          expect(status === 'complete').toBe(padded[promised - 1] === 'ok');
          expect(status === 'PermanentError').toBe(padded[promised - 1] === 'permanent');
        },
      ),
      { numRuns },
    );
  });

  it('are not eaten by faults of the Lambda service, unless the machine has waited for a step before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Incident>('retryable', 'throw', 'service_fault'), { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (incidents, maxAttempts, counted) => {
          const behaviours = [...incidents.filter((each) => each !== 'service_fault'), 'ok' as const];
          const { attempts } = await runMachine([...incidents, 'ok'], maxAttempts, counted);
          expect(attempts).toHaveLength(promisedRuns(behaviours, maxAttempts));
        },
      ),
      { numRuns },
    );
  });

  it('never exceed the policy, whatever happens', async () => {
    const incident = fc.constantFrom<Incident>('retryable', 'throw', 'retry_after', 'service_fault');
    await fc.assert(
      fc.asyncProperty(
        fc.array(incident, { maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (incidents, maxAttempts, counted) => {
          const { attempts } = await runMachine([...incidents, 'ok'], maxAttempts, counted);
          expect(attempts.length).toBeLessThanOrEqual(maxAttempts);
          expect(Math.max(0, ...attempts)).toBeLessThanOrEqual(maxAttempts);
        },
      ),
      { numRuns },
    );
  });
});
