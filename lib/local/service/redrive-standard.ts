import type { EarlierExecution } from '../engine/execution.ts';
import { whyNotRedrivable } from '../engine/redrive/not-redrivable.ts';
import { resumeExecution } from '../engine/redrive/resume-execution.ts';
import { AwsError } from '../base/api/aws-error.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Invocations } from './executions.ts';
import { surroundings } from './run-execution.ts';
import { kept } from './keep-children.ts';
import type { Service } from './service.ts';
import { finishDeletion } from './finish-deletion.ts';

/** How long and how many tokens of requests are remembered. API: `RedriveExecution`. */
const TOKEN_MS = 15 * 60_000;
const TOKENS = 10;

/** Why an execution cannot be redriven, in the words of `redriveStatusReason`; undefined when it can. */
export function redriveReason({ machines, clock }: Service, record: ExecutionRecord): string | undefined {
  if (machines.get(record.machineArn)?.deleting === true) return 'State machine is in DELETING status';
  const { status, startDate, stopDate, eventCount = 0 } = record;
  return whyNotRedrivable({ status, startDate, stopDate, events: eventCount }, clock.now());
}

/** When a request with this token has redriven the execution. */
export function redrivenBy({ redrives = [] }: ExecutionRecord, token: string, now: number): number | undefined {
  return redrives.find((redrive) => redrive.token === token && now - redrive.date <= TOKEN_MS)?.date;
}

/** What is left of an execution that has ended, and of the child executions that a redrive goes on with. */
export async function earlierOf(service: Service, record: ExecutionRecord): Promise<EarlierExecution> {
  const { arn, mapRuns = [] } = record;
  const history = await service.executions.history(record);
  const children = new Map<string, EarlierExecution>();
  for (const child of mapRuns.flatMap((run) => run.children)) {
    const known = child.status === 'SUCCEEDED' ? undefined : service.executions.get(child.arn ?? '');
    if (known !== undefined) children.set(known.arn, await earlierOf(service, known));
  }
  return { arn, history, mapRuns, child: (childArn) => children.get(childArn) };
}

/** Goes on with an execution that can be redriven, and tells when that was. */
export function redriveStandard(
  service: Service,
  record: ExecutionRecord,
  earlier: EarlierExecution,
  token: string | undefined,
): number {
  const { revision, testCase, redriveCount = 0, redrives = [] } = record;
  const machine = service.machines.get(record.machineArn);
  const date = service.clock.now();
  const invocations: Invocations = new Map(Object.entries(record.invocations ?? {}));
  if (earlier.history.length === 0) {
    throw new AwsError('ExecutionNotRedrivable', `The history of the execution ${record.arn} is lost.`);
  }
  const live = resumeExecution(earlier, {
    ...surroundings(service),
    ...kept(service, revision),
    definition: revision.definition,
    onEvent: service.observe({
      name: record.name,
      arn: record.arn,
      machineName: machine?.name ?? '',
      definition: revision.definition,
    }),
    invoke: service.invoker(
      testCase === undefined
        ? undefined
        : { machineName: machine?.name ?? '', testCase, definition: revision.definition, invocations },
    ),
  });
  service.executions.resume(
    live,
    {
      redriveCount: redriveCount + 1,
      redriveDate: date,
      ...(token !== undefined && { redrives: [...redrives, { token, date }].slice(-TOKENS) }),
    },
    invocations,
  );
  void live.finished.then(() => {
    if (machine !== undefined) finishDeletion(service, machine);
  });
  return date;
}
