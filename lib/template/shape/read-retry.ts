import * as z from 'zod';
import type { RetryPolicy } from '../task-template.ts';
import type { YamlMapping } from '../yaml/yaml-node.ts';
import type { MappingShape, Owner, ReadContext } from './mapping-shape.ts';
import { readMapping } from './read-mapping.ts';
import { wholeNumber } from './schemas.ts';

/** Tasker's policy for a step that names none. */
export const DEFAULT_RETRY: RetryPolicy = {
  retryable: true,
  maxAttempts: 3,
  backoff: 'exponential',
  baseMs: 1_000,
  maxMs: 30_000,
};

/** More runs than this never fit the history of an execution. */
const MOST_ATTEMPTS = 10_000;
/** 366 days: the longest delay that States Language has. */
const LONGEST_DELAY_MS = 31_622_400_000;

/** Tasker: "RetryConfiguration". Tasker's documentation has narrower ranges, but its code does not enforce them. */
export const retryShape = {
  schema: z.object({
    retryable: z.boolean().optional().describe('Whether a failure is tried again at all. Default: true.'),
    max_attempts: wholeNumber(0, MOST_ATTEMPTS)
      .optional()
      .describe('How often the step runs at most, the first run included. Default: 3.'),
    backoff: z
      .enum(['none', 'linear', 'exponential', 'fibonacci'])
      .optional()
      .describe('How the wait before an attempt grows. Default: exponential.'),
    backoff_base_ms: wholeNumber(0, LONGEST_DELAY_MS)
      .nullish()
      .describe('The first wait, in milliseconds. Default: 1000.'),
    max_backoff_ms: wholeNumber(0, LONGEST_DELAY_MS)
      .nullish()
      .describe('The longest wait, in milliseconds. Default: 30000.'),
  }),
  spellings: {
    limit: { kind: 'legacy', of: 'max_attempts' },
    backoff_strategy: { kind: 'legacy', of: 'backoff' },
    initial_delay: { kind: 'legacy', of: 'backoff_base_ms', seconds: true },
    backoff_base_seconds: { kind: 'legacy', of: 'backoff_base_ms', seconds: true },
    max_delay: { kind: 'legacy', of: 'max_backoff_ms', seconds: true },
    max_backoff_seconds: { kind: 'legacy', of: 'max_backoff_ms', seconds: true },
    max_retries: {
      kind: 'ignored',
      advice: 'Write "max_attempts", which counts the first run too: one more than the number of retries.',
    },
    backoff_multiplier: { kind: 'ignored', advice: 'Exponential backoff always doubles the delay: remove the key.' },
    jitter: { kind: 'ignored', advice: 'Delays always have jitter: remove the key.' },
  },
} as const satisfies MappingShape;

/** The policy with every default filled in. */
export function readRetry(mapping: YamlMapping, owner: Owner, context: ReadContext): RetryPolicy {
  const reading = readMapping(mapping, retryShape, owner, context.report);
  const { values } = reading;
  const policy: RetryPolicy = {
    retryable: values.retryable ?? DEFAULT_RETRY.retryable,
    maxAttempts: Math.max(1, values.max_attempts ?? DEFAULT_RETRY.maxAttempts),
    backoff: values.backoff ?? DEFAULT_RETRY.backoff,
    baseMs: values.backoff_base_ms ?? DEFAULT_RETRY.baseMs,
    maxMs: values.max_backoff_ms ?? DEFAULT_RETRY.maxMs,
  };
  context.written.set(policy, reading);
  return policy;
}
