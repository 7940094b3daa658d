import { PermanentError, type StepContext } from 'tasker-sfn/runtime';

/** What each step of the registration leaves for the steps after it. */
export interface StepResults {
  readonly create_user_account: {
    readonly user_id: string;
    readonly email: string;
    readonly name: string | null;
    readonly plan: string;
    readonly created_at: string;
  };
  readonly setup_billing_profile: {
    readonly billing_id: string | null;
    readonly billing_required: boolean;
    readonly trial_days: number;
    readonly next_billing_date: string | null;
  };
  readonly initialize_preferences: {
    readonly preferences: { readonly notifications?: Readonly<Record<string, unknown>> };
  };
  readonly send_welcome_sequence: {
    readonly channels_used: readonly string[];
    readonly messages_sent: number;
  };
}

/** The results of the named steps; throws unless all of them are there. */
export function requireResults<K extends keyof StepResults>(
  context: StepContext,
  ...steps: readonly K[]
): Pick<StepResults, K> {
  const missing = steps.filter((step) => context.getDependencyResult(step) === null);
  if (missing.length > 0) {
    throw new PermanentError(`Upstream data is not available: ${missing.join(', ')}`, 'MISSING_DEPENDENCIES');
  }
  return Object.fromEntries(steps.map((step) => [step, context.getDependencyResult(step)])) as Pick<StepResults, K>;
}
