/** How it stands with a dead letter. */
export type ResolutionStatus = 'pending' | 'manually_resolved' | 'permanently_failed' | 'cancelled';

/** Every way in which it may stand with a dead letter. */
export const RESOLUTION_STATUSES: readonly ResolutionStatus[] = [
  'pending',
  'manually_resolved',
  'permanently_failed',
  'cancelled',
];
