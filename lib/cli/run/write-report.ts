import type { TaskExecution } from '../../client/index.ts';
import { taskSteps } from '../../client/view/step-view.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { logTexts } from '../../console/log-lines.ts';
import { renderReport } from '../../console/report.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { identityOf } from '../../project/index.ts';
import { pictureOf } from '../../viz/picture.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../write-output.ts';
import type { RunResult } from './run-result.ts';

/** A run to be reported on. */
export interface ReportedRun {
  readonly workflow: CompiledWorkflow;
  readonly request: TaskRequest;
  readonly result: RunResult;
  /** Leaves payloads out, and what errors say. */
  readonly redact: boolean;
}

/** Writes the HTML report of a run. */
export function writeReport(path: string, { workflow, request, result, redact }: ReportedRun, io: CliIo): void {
  const { namespace, name, version } = identityOf(workflow.template);
  const { status, executionArn: arn, steps, error, cause, logs } = result;
  const stoppedAt = new Date(result.startedAt + result.elapsed).toISOString();
  const task: TaskExecution = {
    id: arn.slice(arn.lastIndexOf(':') + 1),
    arn,
    identity: { namespace, name, version: version ?? '' },
    status,
    request,
    startedAt: new Date(result.startedAt).toISOString(),
    updatedAt: stoppedAt,
    stoppedAt,
    ...taskSteps(steps),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
  const picture = pictureOf(workflow.plan, new Map(steps.map((step) => [step.name, step])));
  writeOutput(path, renderReport({ task, now: io.now(), redact, picture, logs: logTexts(logs.of(task.id)) }), io);
}
