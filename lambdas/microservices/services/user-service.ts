import { randomBytes } from 'node:crypto';
import { misbehave } from './faults.ts';
import { httpClient } from './http-client.ts';
import { remember, sharedMemory } from './shared-memory.ts';
import { stableId } from './stable-id.ts';

/** What an account is made of. */
export interface NewAccount {
  /** In lower case. */
  readonly email: string;
  readonly name: string | null;
  readonly plan: string;
}

/** A user's account. */
export interface Account extends NewAccount {
  readonly user_id: string;
  readonly status: 'created';
  readonly email_verified: boolean;
  readonly verification_token: string;
  /** ISO 8601. */
  readonly created_at: string;
}

/** Who keeps users' accounts. */
export interface UserService {
  /** Creates the account of an e-mail address, or returns the one that it has. */
  createAccount(account: NewAccount): Promise<Account>;
  /** Makes an account active; once it is, it stays so since then. */
  activate(userId: string): Promise<{ readonly activated_at: string }>;
}

/** The user service: over HTTP where `USER_SERVICE_URL` is set, else in memory. */
export function userService(env = process.env): UserService {
  return env.USER_SERVICE_URL ? httpUserService(env.USER_SERVICE_URL) : memoryUserService;
}

function httpUserService(baseUrl: string): UserService {
  const send = httpClient('user', baseUrl);
  return {
    createAccount: (account) =>
      send({ method: 'POST', path: '/users', body: account, idempotencyKey: stableId('account', account.email) }),
    activate: (userId) =>
      send({
        method: 'PATCH',
        path: `/users/${encodeURIComponent(userId)}`,
        body: { status: 'active' },
        idempotencyKey: stableId('activation', userId),
      }),
  };
}

const memoryUserService: UserService = {
  async createAccount(account) {
    const user_id = stableId('usr', account.email);
    await misbehave('user', user_id);
    return remember(sharedMemory<Account>('accounts'), user_id, () => ({
      user_id,
      ...account,
      status: 'created',
      email_verified: false,
      verification_token: randomBytes(32).toString('base64url'),
      created_at: new Date().toISOString(),
    }));
  },
  async activate(userId) {
    await misbehave('user', userId);
    return { activated_at: remember(sharedMemory<string>('activations'), userId, () => new Date().toISOString()) };
  },
};
