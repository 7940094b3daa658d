import type { BillingProfile } from './billing-service.ts';
import type { Delivery } from './notification-service.ts';
import type { StoredPreferences } from './preferences-service.ts';
import type { Account } from './user-service.ts';

/** What the in-memory services remember. */
export interface SharedState {
  // All by user id.
  readonly accounts: Map<string, Account>;
  readonly activations: Map<string, string>;
  readonly billingProfiles: Map<string, BillingProfile>;
  readonly preferences: Map<string, StoredPreferences>;
  readonly deliveries: Map<string, Delivery>;
  /** How often a service was called for a user, for faults that pass. */
  readonly calls: Map<string, number>;
}

const KEY = Symbol.for('tasker-sfn.demo.services');

/** One memory for all handlers of a process, though each is a bundle with copies of these modules. */
export function sharedState(): SharedState {
  const global = globalThis as { [KEY]?: SharedState };
  return (global[KEY] ??= {
    accounts: new Map(),
    activations: new Map(),
    billingProfiles: new Map(),
    preferences: new Map(),
    deliveries: new Map(),
    calls: new Map(),
  });
}

/** Forgets everything, for tests. */
export function resetSharedState(): void {
  for (const memory of Object.values(sharedState()) as Map<string, unknown>[]) memory.clear();
}

/** What is remembered under the key; made and kept when there is nothing yet. */
export function remember<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
