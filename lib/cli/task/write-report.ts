import type { TaskerClient } from '../../client/index.ts';
import { renderReport } from '../../console/report.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { writeText } from '../write-output.ts';
import type { ReportFlags } from './task-flags.ts';

/** Writes the HTML report of a task. */
export async function writeReport(client: TaskerClient, id: string, flags: ReportFlags, io: CliIo): Promise<ExitCode> {
  const { redact = false, output, json = false } = flags;
  const task = await client.viewTask(id, redact ? {} : { keepsInput: () => true });
  writeText(renderReport({ task, now: io.now(), redact }), { output, json }, 'html', io);
  return ExitCode.ok;
}
