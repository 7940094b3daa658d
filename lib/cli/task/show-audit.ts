import type { StepAuditResponse, TaskerClient } from '../../client/index.ts';
import { alignColumns } from '../align-columns.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import type { AuditFlags } from './task-flags.ts';

/** Prints what is kept of the steps of a task: the ends of attempts, and what operators did. */
export async function showAudit(client: TaskerClient, id: string, flags: AuditFlags, io: CliIo): Promise<ExitCode> {
  const records = flags.step === undefined ? await client.getTaskAuditHistory(id) : await ofSteps(flags.step);
  if (flags.json) printJson(records, io);
  else {
    const rows = records.map((record) => [
      record.recorded_at,
      record.step_name,
      `${record.from_state} → ${record.to_state}`,
      record.by ?? '',
      record.reason ?? '',
    ]);
    const lines = alignColumns([['when', 'step', 'change', 'by', 'why'], ...rows]);
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  return ExitCode.ok;

  async function ofSteps(names: readonly string[]): Promise<readonly StepAuditResponse[]> {
    const records: StepAuditResponse[] = [];
    for (const name of names) records.push(...(await client.getStepAuditHistory(id, name)));
    return records.sort((a, b) => Date.parse(a.recorded_at) - Date.parse(b.recorded_at));
  }
}
