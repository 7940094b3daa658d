import { parseArn } from '../../states-language/arn.ts';
import { UsageError } from '../exit-code.ts';

/** The ARN of an execution that the command line gives; Express executions keep no history, and none can be read. @throws UsageError where it is another text */
export function executionArn(text: string): string {
  if (parseArn(text)?.kind === 'execution') return text;
  throw new UsageError(
    `"${text}" is not the ARN of an execution. Such an ARN is "arn:aws:states:<region>:<account>:execution:<machine>:<name>".`,
  );
}
