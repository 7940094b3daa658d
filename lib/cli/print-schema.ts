import packageJson from '../../package.json' with { type: 'json' };
import { templateSchema } from '../template/template-schema.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printJson } from './print-json.ts';

/** Prints the JSON Schema of task templates. */
export async function printSchema(io: CliIo): Promise<ExitCode> {
  printJson(templateSchema(packageJson.version), io);
  return ExitCode.ok;
}
