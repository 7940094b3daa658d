import { PermanentError } from 'tasker-sfn/runtime';

/** A user's settings. */
export type Preferences = Readonly<Record<string, unknown>> & {
  readonly notifications: Readonly<Record<string, unknown>>;
};

const COMMON = {
  theme: 'light',
  language: 'en',
  timezone: 'UTC',
  notifications: { email: true, push: false, sms: false },
};

const DEFAULTS: ReadonlyMap<string, Preferences> = new Map<string, Preferences>([
  ['free', { ...COMMON, marketing_emails: true, weekly_digest: false }],
  ['pro', { ...COMMON, marketing_emails: true, weekly_digest: true, beta_features: false }],
  ['enterprise', { ...COMMON, marketing_emails: false, weekly_digest: true, beta_features: false, audit_emails: true }],
]);

/** A plan's defaults with the user's own settings over them, those of `notifications` one by one. */
export function mergePreferences(plan: string, own: unknown): Preferences {
  const defaults = DEFAULTS.get(plan) ?? COMMON;
  const chosen = asSettings('preferences', own);
  const notifications = asSettings('preferences.notifications', chosen.notifications);
  return { ...defaults, ...chosen, notifications: { ...defaults.notifications, ...notifications } };
}

function asSettings(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new PermanentError(`"${name}" must be an object of settings.`, 'INVALID_PREFERENCES');
}
