import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArn } from '../../states-language/arn.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';

/** How ids of tasks look. */
const TASK_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * The task that the command line gives, by its id or the ARN of an execution; undefined for a file of a history.
 *
 * @throws UsageError where it is another ARN
 */
export function taskGiven(text: string, { cwd }: Pick<CliIo, 'cwd'>): string | undefined {
  if (text.startsWith('arn:')) return executionArn(text);
  return TASK_ID.test(text) && !existsSync(resolve(cwd, text)) ? text : undefined;
}

/** The ARN of an execution that the command line gives; Express executions keep no history, and none can be read. @throws UsageError where it is another text */
export function executionArn(text: string): string {
  if (parseArn(text)?.kind === 'execution') return text;
  throw new UsageError(
    `"${text}" is not the ARN of an execution. Such an ARN is "arn:aws:states:<region>:<account>:execution:<machine>:<name>".`,
  );
}
