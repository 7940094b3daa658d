import type { Preferences } from '../registration/preference-defaults.ts';
import { misbehave } from './faults.ts';
import { httpClient } from './http-client.ts';
import { sharedMemory } from './shared-memory.ts';
import { stableId } from './stable-id.ts';

/** A user's preferences as they are kept. */
export interface StoredPreferences {
  readonly preferences: Preferences;
  /** ISO 8601. */
  readonly updated_at: string;
}

/** Who keeps users' preferences. */
export interface PreferencesService {
  /** Sets all preferences of a user. */
  initialize(userId: string, preferences: Preferences): Promise<StoredPreferences>;
}

/** The preferences service: over HTTP where `PREFERENCES_SERVICE_URL` is set, else in memory. */
export function preferencesService(env = process.env): PreferencesService {
  return env.PREFERENCES_SERVICE_URL ? httpPreferencesService(env.PREFERENCES_SERVICE_URL) : memoryPreferencesService;
}

function httpPreferencesService(baseUrl: string): PreferencesService {
  const send = httpClient('preferences', baseUrl);
  return {
    initialize: (userId, preferences) =>
      send({
        method: 'PUT',
        path: `/users/${encodeURIComponent(userId)}/preferences`,
        body: { preferences },
        idempotencyKey: stableId('preferences', userId),
      }),
  };
}

const memoryPreferencesService: PreferencesService = {
  async initialize(userId, preferences) {
    await misbehave('preferences', userId);
    const stored = { preferences, updated_at: new Date().toISOString() };
    sharedMemory<StoredPreferences>('preferences').set(userId, stored);
    return stored;
  },
};
