import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber, quote } from '../diagnostics/wording.ts';

// What can stand between a plan and a state machine.

export const unsupportedStepType = defineDiagnostic({
  code: 'unsupported-step-type',
  severity: 'error',
  message: ({ step, type }: { step: string; type: string }) =>
    `Step ${quote(step)} is of type ${quote(type)}, which cannot be compiled yet.`,
});

export const definitionTooLarge = defineDiagnostic({
  code: 'definition-too-large',
  severity: 'error',
  message: ({ bytes, limit }: { bytes: number; limit: number; exact: boolean }) =>
    `The state machine would have ${formatNumber(bytes)} bytes; Step Functions allows ${formatNumber(limit)}.`,
  hint: ({ exact }) =>
    `Split the template in two, or shorten names and "initialization" values.${exact ? ' Without exact sync it would be smaller.' : ''}`,
});

export const historyTooLong = defineDiagnostic({
  code: 'history-too-long',
  severity: 'error',
  message: ({ events, limit }: { events: number; limit: number }) =>
    `With every retry, an execution could write ${count(events, 'history event')}; Step Functions allows ${formatNumber(limit)}.`,
  hint: () => 'Lower "max_attempts", or split the template in two.',
});

export const payloadTooCrowded = defineDiagnostic({
  code: 'payload-too-crowded',
  severity: 'warning',
  message: ({ steps, share }: { steps: number; share: number }) =>
    `${count(steps, 'step')} share the 256 KiB of a state: a result of more than ${count(share, 'byte')} must be kept elsewhere.`,
  hint: () => 'Split the template in two, or have S3 keep the results.',
});

export const timeoutExceedsLambda = defineDiagnostic({
  code: 'timeout-exceeds-lambda',
  severity: 'warning',
  message: ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
    `Step ${quote(step)} may take ${count(seconds, 'second')}, but a Lambda function is stopped after ${formatNumber(limit)}.`,
  hint: ({ limit }) => `Write at most "timeout_seconds: ${limit}", and split longer work into several steps.`,
});
