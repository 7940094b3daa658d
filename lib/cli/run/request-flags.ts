import { integer } from '../flag-values.ts';
import { type FlagsOf, parsed, repeated, text } from '../flags.ts';

/** Flags that make a task request, which `readRequest` reads. */
export const requestFlags = {
  context: text('<json>', "the task's context: JSON, or @file (default: {})"),
  request: text('<json>', 'the whole task request: JSON, or @file; the flags below win over it'),
  correlationId: text('<id>', 'ties the task to what caused it'),
  parentCorrelationId: text('<id>', 'correlation id of the task that this one belongs to'),
  idempotencyKey: text('<key>', 'identity of the task'),
  tag: repeated('<tag>', 'a tag; may be given several times'),
  initiator: text('<name>', 'who asks for the task'),
  sourceSystem: text('<name>', 'the system that asks for the task'),
  reason: text('<text>', 'why the task is asked for'),
  priority: parsed('<number>', 'from -100 to 100', integer(-100, 100)),
};

export type RequestFlags = FlagsOf<typeof requestFlags>;
