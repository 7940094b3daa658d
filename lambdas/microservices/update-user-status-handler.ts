import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import { requireResults } from './registration/step-results.ts';
import { userInfoOf } from './registration/user-info.ts';
import { userService } from './services/user-service.ts';

/** Makes the account active, and sums the registration up. */
export class UpdateUserStatusHandler extends StepHandler {
  static override handlerName = 'Microservices::StepHandlers::UpdateUserStatusHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const {
      create_user_account: account,
      setup_billing_profile: billing,
      initialize_preferences: { preferences },
      send_welcome_sequence: welcome,
    } = requireResults(
      context,
      'create_user_account',
      'setup_billing_profile',
      'initialize_preferences',
      'send_welcome_sequence',
    );
    const { activated_at } = await userService().activate(account.user_id);
    return this.success({
      user_id: account.user_id,
      status: 'active',
      activated_at,
      registration_summary: {
        email: account.email,
        name: account.name,
        plan: account.plan,
        source: userInfoOf(context).source ?? null,
        registered_at: account.created_at,
        billing_id: billing.billing_id,
        trial_days: billing.trial_days,
        next_billing_date: billing.next_billing_date,
        notifications: preferences.notifications ?? {},
        welcome_channels: welcome.channels_used,
        welcome_messages: welcome.messages_sent,
      },
    });
  }
}
