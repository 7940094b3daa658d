import type { DeadLetterQueueFilter } from '../../client/index.ts';
import { parseTemplateName } from '../task/template-name.ts';
import type { QueueFlags } from './dlq-flags.ts';

/** Of which templates, and how many, as the flags say. */
export function queueFilter({ namespace, template, limit }: QueueFlags): DeadLetterQueueFilter {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(template !== undefined && parseTemplateName(template)),
    ...(limit !== undefined && { limit }),
  };
}
