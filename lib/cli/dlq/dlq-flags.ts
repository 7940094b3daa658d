import { RESOLUTION_STATUSES } from '../../client/dead-letters/resolution-status.ts';
import { integer } from '../flag-values.ts';
import { choice, type FlagsOf, parsed, text } from '../flags.ts';
import { clientFlags } from '../task/task-flags.ts';

/** Flags of `dlq list`. */
export const listFlags = {
  template: text('<template>', 'namespace/name or namespace/name@version', { conflicts: 'namespace' }),
  namespace: text('<namespace>', 'tasks of templates in this namespace'),
  status: choice('<status>', 'how it stands with them (default: any)', RESOLUTION_STATUSES),
  limit: parsed('<number>', 'so many at most (default: 50)', integer(1, 100)),
  offset: parsed('<number>', 'so many are passed over', integer(0, Number.MAX_SAFE_INTEGER)),
  ...clientFlags,
};

export type ListFlags = FlagsOf<typeof listFlags>;

/** Flags of `dlq investigation-queue` and `dlq staleness`. */
export const queueFlags = {
  template: listFlags.template,
  namespace: listFlags.namespace,
  limit: parsed('<number>', 'so many at most (default: 100)', integer(1, 500)),
  ...clientFlags,
};

export type QueueFlags = FlagsOf<typeof queueFlags>;

/** Flags of `dlq update`. */
export const updateFlags = {
  status: choice('<status>', 'how it stands with it now', RESOLUTION_STATUSES),
  notes: text('<text>', 'what there is to note'),
  by: text('<name>', 'who says it'),
  metadata: text('<json>', 'anything else to keep with it: a JSON object, or @file'),
  ...clientFlags,
};

export type UpdateFlags = FlagsOf<typeof updateFlags>;
