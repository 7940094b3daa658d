import { expect, it } from 'vitest';
import type { DeadLetter } from '../../../lib/client/index.ts';
import { coloursFor } from '../../../lib/cli/colours.ts';
import { deadLetterText } from '../../../lib/cli/dlq/dead-letter-text.ts';
import { fakeIo } from '../fake-io.ts';

it('names failures as people know them: by their code, by the class of what was raised, or by what ended the run', () => {
  const { stdout, ...io } = fakeIo({ cwd: '/' });
  const failures = [
    { step: 'a', error: 'PermanentFailureError', message: 'Stolen', code: 'CARD', type: 'permanent_error' },
    {
      step: 'b',
      error: 'AttemptsExhaustedError',
      message: 'No',
      type: 'handler_error',
      metadata: { errorType: 'RangeError' },
    },
    { step: 'c', error: 'AttemptsExhaustedError', message: 'No\n  entry', type: 'RuntimeError', code: null },
    { step: 'd', error: 'Runtime.ExitError', message: 'exit status 1' },
    { step: 'e', error: 'States.Timeout' },
  ];
  const letter = {
    task_uuid: 't',
    dlq_reason: 'max_retries_exceeded',
    dlq_timestamp: 'then',
    resolution_status: 'pending',
    resolution_timestamp: null,
    resolution_notes: null,
    resolved_by: null,
    task_snapshot: {
      namespace: 'n',
      name: 'a',
      version: '1',
      error: 'TaskFailed',
      message: null,
      failed_steps: failures,
      blocked_steps: [],
      repair: [],
    },
  } as unknown as DeadLetter;
  const text = deadLetterText(letter, coloursFor(stdout, { ...io, stdout }));
  expect(text.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    '  a  CARD: Stolen',
    '  b  RangeError: No',
    '  c  RuntimeError: No entry',
    '  d  Runtime.ExitError: exit status 1',
    '  e  timeout: States.Timeout.',
  ]);
});
