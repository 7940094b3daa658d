import type { SentEvent } from '../../states-language/read-event.ts';

/** An event as the AWS SDK gives it. */
export type SdkEvent = SentEvent & { readonly timestamp?: Date | undefined };
