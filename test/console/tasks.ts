import type { StepView, TaskExecution } from '../../lib/client/index.ts';

const BEGUN = Date.UTC(2026, 0, 1);
export const at = (ms: number) => new Date(BEGUN + ms).toISOString();

/** Text that would do something if a page took it for markup. */
export const EVIL = `</script></style></title><script>evil()</script><img src=x onerror=evil()>"'\` onmouseover=evil() x="javascript:evil()`;

/** A task of so many steps, with `text` in every field that comes from outside. */
export function taskOf(size: number, text: string): TaskExecution {
  const name = (index: number) => `step_${index}${text}`;
  const error = { type: text, code: text, message: text, retryable: false, stack: text };
  const steps = Array.from({ length: size }, (_, index): StepView => {
    const failed = index === size - 1;
    return {
      name: name(index),
      state: failed ? 'error' : 'complete',
      dependencies: index === 0 ? [] : [name(index - 1)],
      attempts: 2,
      maxAttempts: 3,
      startedAt: at(index * 100),
      completedAt: at(index * 100 + 90),
      history: [
        { attempt: 1, state: 'error', scheduledAt: at(index * 100), endedAt: at(index * 100 + 20), waitedMs: 0, error },
        {
          attempt: 2,
          state: failed ? 'error' : 'complete',
          scheduledAt: at(index * 100 + 40),
          endedAt: at(index * 100 + 90),
          waitedMs: 20,
          input: { [text]: text },
          log: { function: text, requestId: text },
          ...(failed && { error }),
        },
      ],
      ...(index % 10 === 2 && {
        waits: [{ kind: 'barrier' as const, for: [name(index - 2)], from: at(index * 50), to: at(index * 100) }],
      }),
      ...(failed ? { error } : { result: { [text]: text, password: 'hunter2' } }),
    };
  });
  return {
    id: `id${text}`,
    arn: `arn${text}`,
    identity: { namespace: `shop${text}`, name: `order${text}`, version: text },
    status: 'FAILED',
    request: { context: { [text]: text, api_key: 'hunter2' }, correlation_id: text },
    startedAt: at(0),
    updatedAt: at(size * 100),
    stoppedAt: at(size * 100),
    error: text,
    cause: text,
    steps,
  };
}
