import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { handlerFile } from './handler-file.ts';
import { refuseKnownHandlers } from './refuse-known-handlers.ts';
import { writeNewFiles } from './write-new-files.ts';

/** Writes a handler that a template can name at once. */
export async function newHandler(callable: string, io: CliIo): Promise<ExitCode> {
  if (!/^[A-Za-z_]\w*(?:(?:::|\.)[A-Za-z_]\w*)*$/.test(callable) || !/[A-Za-z]/.test(callable)) {
    throw new UsageError(`"${callable}" is no name of a handler: write it as Shop::ReserveHandler.`);
  }
}
