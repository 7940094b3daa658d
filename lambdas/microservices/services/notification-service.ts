import type { Message } from '../registration/welcome-messages.ts';
import { misbehave } from './faults.ts';
import { httpClient } from './http-client.ts';
import { remember, sharedMemory } from './shared-memory.ts';
import { stableId } from './stable-id.ts';

/** When messages went out. */
export interface Delivery {
  /** ISO 8601. */
  readonly sent_at: string;
}

/** Who writes to users. */
export interface NotificationService {
  /** Sends a user's welcome messages; a repeated call sends nothing twice. */
  sendWelcome(userId: string, messages: readonly Message[]): Promise<Delivery>;
}

/** The notification service: over HTTP where `NOTIFICATION_SERVICE_URL` is set, else in memory. */
export function notificationService(env = process.env): NotificationService {
  return env.NOTIFICATION_SERVICE_URL
    ? httpNotificationService(env.NOTIFICATION_SERVICE_URL)
    : memoryNotificationService;
}

function httpNotificationService(baseUrl: string): NotificationService {
  const send = httpClient('notification', baseUrl);
  return {
    sendWelcome: (userId, messages) =>
      send({
        method: 'POST',
        path: '/notifications',
        body: { user_id: userId, messages },
        idempotencyKey: stableId('welcome', userId),
      }),
  };
}

const memoryNotificationService: NotificationService = {
  async sendWelcome(userId) {
    await misbehave('notification', userId);
    return remember(sharedMemory<Delivery>('deliveries'), userId, () => ({ sent_at: new Date().toISOString() }));
  },
};
