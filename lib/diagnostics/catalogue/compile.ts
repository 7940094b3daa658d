import { count, didYouMean, formatNumber, listOf, quote } from '../wording.ts';
import { error, warning } from './entry.ts';

/** What can stand between a valid template and a state machine. */
export const compileEntries = {
  'unknown-environment': error(
    ({ name, allowed }: { name: string; allowed: readonly string[]; suggest?: string }) =>
      `The template has no environment ${quote(name)}; it has ${allowed.length > 0 ? listOf(allowed, 'and') : 'none'}.`,
    ({ suggest }) => didYouMean(suggest),
  ),
  'unknown-duration-step': warning(
    ({ name }: { name: string }) => `The durations name the step ${quote(name)}, but the template has no such step.`,
  ),
  'unsupported-step-type': error(
    ({ step, type }: { step: string; type: string }) =>
      `Step ${quote(step)} is of type ${quote(type)}, which cannot be compiled yet.`,
  ),
  'definition-too-large': error(
    ({ bytes, limit }: { bytes: number; limit: number; exact: boolean }) =>
      `The state machine would have ${formatNumber(bytes)} bytes; Step Functions allows ${formatNumber(limit)}.`,
    ({ exact }) =>
      `Split the template in two, or shorten names and "initialization" values.${exact ? ' Without exact sync it would be smaller.' : ''}`,
  ),
  'history-too-long': error(
    ({ events, limit }: { events: number; limit: number }) =>
      `With every retry, an execution could write ${count(events, 'history event')}; Step Functions allows ${formatNumber(limit)}.`,
    () => 'Lower "max_attempts", or split the template in two.',
  ),
  'payload-too-crowded': warning(
    ({ steps, share }: { steps: number; share: number }) =>
      `${count(steps, 'step')} share the 256 KiB of a state: a result of more than ${count(share, 'byte')} must be kept elsewhere.`,
    () => 'Split the template in two, or have S3 keep the results.',
  ),
  'timeout-exceeds-lambda': warning(
    ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
      `Step ${quote(step)} may take ${count(seconds, 'second')}, but a Lambda function is stopped after ${formatNumber(limit)}.`,
    ({ limit }) => `Write at most "timeout_seconds: ${limit}", and split longer work into several steps.`,
  ),
  'express-step-too-long': error(
    ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
      `Step ${quote(step)} may take ${count(seconds, 'second')}, but an Express execution ends after ${formatNumber(limit)}.`,
    ({ limit }) => `Write at most "timeout_seconds: ${limit}", or deploy the template as a Standard state machine.`,
  ),
  'express-task-too-long': warning(
    ({ seconds, limit }: { seconds: number; limit: number }) =>
      `With every retry, a task could take ${count(seconds, 'second')}; an Express execution ends after ${formatNumber(limit)}.`,
    () => 'Lower "timeout_seconds" and "max_attempts", or deploy the template as a Standard state machine.',
  ),
} as const;
