import type { Credentials, Emulator } from './emulator.ts';
import { elements, query } from './query.ts';

export interface User {
  readonly credentials: Credentials;
  allow(action: string, resource: string): Promise<void>;
}

/** Makes a user of the account who may do nothing yet. */
export async function createUser(emulator: Emulator): Promise<User> {
  const UserName = 'caller';
  const iam = (Action: string, more: object = {}) =>
    query(emulator, 'iam', { Action, Version: '2010-05-08', UserName, ...more });
  await iam('CreateUser');
  const key = await iam('CreateAccessKey');
  return {
    credentials: {
      accessKeyId: elements(key, 'AccessKeyId')[0] ?? '',
      secretAccessKey: elements(key, 'SecretAccessKey')[0] ?? '',
    },
    async allow(Action, Resource) {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource }],
      });
      await iam('PutUserPolicy', { PolicyName: 'Caller', PolicyDocument });
    },
  };
}
