/** What a step's function needs for an event that is none of an ordinary step in its first execution. */
export { answerSettled } from '../adapter/answer-settled.ts';
export { readUnusualCall } from '../adapter/read-unusual-call.ts';
