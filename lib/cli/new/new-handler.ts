import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { handlerFile, type HandlerFlags } from './handler-file.ts';
import { writeNewFiles } from './write-new-files.ts';

const CALLABLE = /^[A-Za-z]\w*(?:(?:::|\.)[A-Za-z]\w*)*$/;

/** Writes a handler that a template can name at once. */
export async function newHandler(callable: string, flags: HandlerFlags, io: CliIo): Promise<ExitCode> {
  checkCallable(callable);
  const file = handlerFile({ callable }, flags);
  await writeNewFiles([file], io, flags);
  if (flags.json) printJson({ files: [file.path] }, io);
  io.stderr.write(`\nNext, name it in a step of a template:\n  handler:\n    callable: ${callable}\n`);
  return ExitCode.ok;
}

/** @throws UsageError when no class and no file could be named after the callable */
export function checkCallable(callable: string): void {
  if (!CALLABLE.test(callable) || callable.length > 500) {
    throw new UsageError(`"${callable}" is not a name for a handler. Write a name such as Shop::ReserveHandler.`);
  }
}
