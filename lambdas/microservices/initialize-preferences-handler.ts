import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import { mergePreferences } from './registration/preference-defaults.ts';
import { requireResults } from './registration/step-results.ts';
import { userInfoOf } from './registration/user-info.ts';
import { preferencesService } from './services/preferences-service.ts';

/** Sets the user's preferences: the plan's defaults, and what the user chose over them. */
export class InitializePreferencesHandler extends StepHandler {
  static override handlerName = 'Microservices::StepHandlers::InitializePreferencesHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const { user_id, plan } = requireResults(context, 'create_user_account').create_user_account;
    const preferences = mergePreferences(plan, userInfoOf(context).preferences);
    const stored = await preferencesService().initialize(user_id, preferences);
    return this.success({ user_id, ...stored, status: 'initialized' });
  }
}
