import { PermanentError } from 'tasker-sfn/runtime';

/** What a plan costs and offers. */
export interface BillingTier {
  /** Per month, in whole US dollars. */
  readonly price: number;
  readonly features: readonly string[];
  readonly trialDays: number;
}

const TIERS: ReadonlyMap<string, BillingTier> = new Map([
  ['free', { price: 0, features: ['basic_features'], trialDays: 0 }],
  ['pro', { price: 29, features: ['basic_features', 'advanced_analytics', 'priority_support'], trialDays: 14 }],
  [
    'enterprise',
    {
      price: 299,
      features: ['basic_features', 'advanced_analytics', 'priority_support', 'custom_integrations', 'sso'],
      trialDays: 30,
    },
  ],
]);

/** The tier of a plan; throws when there is no such plan. */
export function billingTierOf(plan: string): BillingTier {
  const tier = TIERS.get(plan);
  if (tier === undefined) {
    throw new PermanentError(`Unknown plan "${plan}". Allowed are ${[...TIERS.keys()].join(', ')}.`, {
      errorCode: 'UNKNOWN_PLAN',
      metadata: { plan, allowed: [...TIERS.keys()] },
    });
  }
  return tier;
}

/** When the first bill is due: at the end of the trial, or in a month's time. YYYY-MM-DD. */
export function nextBillingDate(tier: BillingTier, from: Date): string {
  const date = new Date(from);
  if (tier.trialDays > 0) {
    date.setUTCDate(date.getUTCDate() + tier.trialDays);
  } else {
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + 1);
    // A month's last day stays one: from January 31 to the end of February, not to March.
    if (date.getUTCDate() < day) date.setUTCDate(0);
  }
  return date.toISOString().slice(0, 10);
}
