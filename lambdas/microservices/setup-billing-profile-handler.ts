import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import { billingTierOf, nextBillingDate } from './registration/billing-tiers.ts';
import { requireResults } from './registration/step-results.ts';
import { billingService } from './services/billing-service.ts';

const CURRENCY = 'USD';
const BILLING_CYCLE = 'monthly';

/** Sets up the billing of a paid plan. A free plan needs none, which is a success too. */
export class SetupBillingProfileHandler extends StepHandler {
  static override handlerName = 'Microservices::StepHandlers::SetupBillingProfileHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const { user_id, plan } = requireResults(context, 'create_user_account').create_user_account;
    const tier = billingTierOf(plan);
    const offer = {
      user_id,
      plan,
      price: tier.price,
      currency: CURRENCY,
      billing_cycle: BILLING_CYCLE,
      trial_days: tier.trialDays,
    };
    const features = tier.features;
    if (tier.price === 0) {
      const nothing = { billing_id: null, next_billing_date: null };
      return this.success({ ...offer, ...nothing, features, billing_required: false, status: 'skipped' });
    }
    const next_billing_date = nextBillingDate(tier, new Date());
    const profile = await billingService().createProfile({ ...offer, next_billing_date });
    return this.success({ ...offer, ...profile, features, billing_required: true, status: 'active' });
  }
}
