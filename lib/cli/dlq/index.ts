export { getDeadLetter } from './get-dead-letter.ts';
export { listDeadLetters } from './list-dead-letters.ts';
export { showQueue } from './show-queue.ts';
export { showStaleness } from './show-staleness.ts';
export { showStats } from './show-stats.ts';
export { updateDeadLetter } from './update-dead-letter.ts';
export { withClient } from '../task/with-client.ts';
