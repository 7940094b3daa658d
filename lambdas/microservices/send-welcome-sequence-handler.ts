import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import { requireResults } from './registration/step-results.ts';
import { welcomeMessages } from './registration/welcome-messages.ts';
import { notificationService } from './services/notification-service.ts';

/** Welcomes the user, in words that depend on the account, its billing and its preferences. */
export class SendWelcomeSequenceHandler extends StepHandler {
  static override handlerName = 'Microservices::StepHandlers::SendWelcomeSequenceHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const results = requireResults(context, 'create_user_account', 'setup_billing_profile', 'initialize_preferences');
    const { user_id, email, name, plan } = results.create_user_account;
    const messages = welcomeMessages({
      email,
      name,
      plan,
      trialDays: results.setup_billing_profile.trial_days,
      wantsPush: results.initialize_preferences.preferences.notifications?.push === true,
    });
    const { sent_at } = await notificationService().sendWelcome(user_id, messages);
    return this.success({
      user_id,
      channels_used: [...new Set(messages.map(({ channel }) => channel))],
      messages_sent: messages.length,
      status: 'sent',
      sent_at,
    });
  }
}
