import { PermanentError, type StepContext } from 'tasker-sfn/runtime';

/** What the caller says about the new user; nothing of it has been checked. */
export interface UserInfo {
  readonly email?: unknown;
  readonly name?: unknown;
  readonly plan?: unknown;
  readonly source?: unknown;
  readonly preferences?: unknown;
}

export function userInfoOf(context: StepContext): UserInfo {
  return context.getInputOr<UserInfo | null>('user_info', {}) ?? {};
}

/** The plan in lower case: `free` where the user chose none. Whether there is such a plan is for billing to say. */
export function planOf({ plan }: UserInfo): string {
  const chosen = plan ?? 'free';
  if (typeof chosen !== 'string') {
    throw new PermanentError(`The plan must be a name, not ${JSON.stringify(plan)}.`, 'UNKNOWN_PLAN');
  }
  return chosen.trim().toLowerCase() || 'free';
}
