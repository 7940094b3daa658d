import type { RequestOf } from '../base/api/requests.ts';

/** An activity; its tasks lie in the service's queues. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  /** ms since 1970. */
  readonly creationDate: number;
  readonly tags: Map<string, string>;
  /** Kept and told, but nothing is encrypted here. */
  readonly encryptionConfiguration?: RequestOf<'CreateActivity'>['encryptionConfiguration'];
}
