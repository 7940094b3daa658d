import { misbehave } from './faults.ts';
import { httpClient } from './http-client.ts';
import { remember, sharedMemory } from './shared-memory.ts';
import { stableId } from './stable-id.ts';

/** What a billing profile is made of. */
export interface NewBillingProfile {
  readonly user_id: string;
  readonly plan: string;
  /** Per billing cycle, in whole units of the currency. */
  readonly price: number;
  readonly currency: string;
  readonly billing_cycle: string;
  readonly trial_days: number;
  /** YYYY-MM-DD. */
  readonly next_billing_date: string;
}

/** A user's billing profile. */
export interface BillingProfile {
  readonly billing_id: string;
  readonly next_billing_date: string;
  /** ISO 8601. */
  readonly created_at: string;
}

/** Who bills users. */
export interface BillingService {
  /** Creates a user's billing profile, or returns the one that there is. */
  createProfile(profile: NewBillingProfile): Promise<BillingProfile>;
}

/** The billing service: over HTTP where `BILLING_SERVICE_URL` is set, else in memory. */
export function billingService(env = process.env): BillingService {
  return env.BILLING_SERVICE_URL ? httpBillingService(env.BILLING_SERVICE_URL) : memoryBillingService;
}

function httpBillingService(baseUrl: string): BillingService {
  const send = httpClient('billing', baseUrl);
  return {
    createProfile: (profile) =>
      send({
        method: 'POST',
        path: '/billing_profiles',
        body: profile,
        idempotencyKey: stableId('billing', profile.user_id),
      }),
  };
}

const memoryBillingService: BillingService = {
  async createProfile({ user_id, next_billing_date }) {
    await misbehave('billing', user_id);
    return remember(sharedMemory<BillingProfile>('billing profiles'), user_id, () => ({
      billing_id: stableId('bil', user_id),
      next_billing_date,
      created_at: new Date().toISOString(),
    }));
  },
};
