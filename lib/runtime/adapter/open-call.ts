import { loadUnusual } from '../later/load-unusual.ts';
import { readCall } from './read-call.ts';
import type { StepCall } from './step-call.ts';

/** Reads an event. Rejects with an error that says what is wrong with one that is not for this runtime. */
export async function openCall(event: unknown): Promise<StepCall> {
  return readCall(event) ?? (await loadUnusual()).readUnusualCall(event);
}
