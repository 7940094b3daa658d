import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { STEP_STATES } from '../../client/responses/step-page.ts';
import { integer } from '../flag-values.ts';
import { choice, type FlagsOf, parsed, repeated, text, toggle } from '../flags.ts';
import { requestFlags } from '../run/request-flags.ts';
import { connectionFlags } from './connection-flags.ts';

/** Flags of every command on a client. */
export const clientFlags = {
  ...connectionFlags,
  json: toggle("print it as one JSON document, in the shape of Tasker's API"),
};

export type ClientFlags = FlagsOf<typeof clientFlags>;

/** Flags of `task create`. */
export const createFlags = { ...requestFlags, wait: toggle('follow the task to its end'), ...clientFlags };

export type CreateFlags = FlagsOf<typeof createFlags>;

/** Flags of `task list`. */
export const listFlags = {
  template: text('<template>', 'namespace/name or namespace/name@version', { conflicts: 'namespace' }),
  namespace: text('<namespace>', 'tasks of templates in this namespace'),
  status: choice('<status>', 'tasks in this state', TASK_STATUSES),
  initiator: text('<name>', 'tasks of this caller'),
  sourceSystem: text('<name>', 'tasks of this caller'),
  page: parsed('<number>', 'from 1', integer(1, Number.MAX_SAFE_INTEGER)),
  perPage: parsed('<number>', 'tasks on a page (default: 25)', integer(1, 100)),
  ...clientFlags,
};

export type ListFlags = FlagsOf<typeof listFlags>;

/** Flags of `task steps`: a large batch has many. */
export const stepsFlags = {
  limit: parsed('<number>', 'at most so many steps', integer(1, 10_000)),
  next: text('<step>', 'steps after this one, which was the last of the page before'),
  state: choice('<state>', 'steps in this state', STEP_STATES),
  ...clientFlags,
};

export type StepsFlags = FlagsOf<typeof stepsFlags>;

/** Flags of `task step`. */
export const stepFlags = { inputs: toggle('show what the function was sent, too'), ...clientFlags };

export type StepFlags = FlagsOf<typeof stepFlags>;

/** Flags of `task timeline`. */
export const timelineFlags = { follow: toggle('draw it again and again until the task has ended'), ...clientFlags };

export type TimelineFlags = FlagsOf<typeof timelineFlags>;

/** Flags of `task logs`. */
export const logsFlags = {
  step: text('<step>', 'lines of this step alone'),
  attempt: parsed('<number>', 'lines of this attempt alone, from 1', integer(1, Number.MAX_SAFE_INTEGER)),
  follow: toggle('print new lines until the task has ended'),
  ...connectionFlags,
  json: toggle('print the lines as one JSON document; with --follow, each as a document of its own'),
};

export type LogsFlags = FlagsOf<typeof logsFlags>;

/** Flags of `task report`. */
export const reportFlags = {
  output: text('<file>', 'where to write it (default: standard output)', { short: 'o' }),
  redact: toggle('leave contexts, results, inputs and what errors say out of it'),
  json: toggle('print the page, or where it was written, as one JSON document'),
  ...connectionFlags,
};

export type ReportFlags = FlagsOf<typeof reportFlags>;

/** Flags of what repairs a task. */
const repairFlags = {
  by: text('<name>', 'who repairs it, for the audit (default: who is signed in to this machine)'),
  reason: text('<text>', 'why, for the audit; needed'),
  wait: toggle('follow the task to its end'),
  ...clientFlags,
};

export type RepairFlags = FlagsOf<typeof repairFlags>;

/** Flags of `task retry` and `task resolve`. */
export const retryFlags = { step: repeated('<step>', 'the step; may be given several times'), ...repairFlags };

export type RetryFlags = FlagsOf<typeof retryFlags>;

/** Flags of `task complete`. */
export const completeFlags = {
  step: text('<step>', 'the step'),
  result: text('<json>', 'what the steps after it see: a JSON object, or @file'),
  metadata: text('<json>', 'anything to note beside it: a JSON object, or @file'),
  ...repairFlags,
};

export type CompleteFlags = FlagsOf<typeof completeFlags>;

/** Flags of `task audit`. */
export const auditFlags = {
  step: repeated('<step>', 'the step; may be given several times (default: all)'),
  ...clientFlags,
};

export type AuditFlags = FlagsOf<typeof auditFlags>;

/** Flags of `task cancel`. */
export const cancelFlags = { reason: text('<text>', 'why, for the execution'), ...clientFlags };

export type CancelFlags = FlagsOf<typeof cancelFlags>;
