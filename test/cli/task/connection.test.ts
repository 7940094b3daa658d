import { describe, expect, it } from 'vitest';
import { connectionOf } from '../../../lib/cli/task/connection.ts';

const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' };

describe('connectionOf', () => {
  it('leaves to the AWS SDK what the flags do not say', () => {
    expect(connectionOf({}, { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'p' })).toEqual({});
    expect(connectionOf({ region: 'eu-west-1', profile: 'p' }, {})).toEqual({ region: 'eu-west-1', profile: 'p' });
    expect(connectionOf({ endpoint: 'https://vpce.example.com' }, {})).toEqual({
      endpoint: 'https://vpce.example.com',
    });
  });

  it.each([
    [{ endpoint: 'http://localhost:8083' }, {}],
    [{}, { AWS_ENDPOINT_URL_SFN: 'http://localhost:8083' }],
    [{}, { AWS_ENDPOINT_URL: 'http://localhost:8083' }],
  ])('gives an engine without TLS what the SDK insists on: %j %j', (flags, env) => {
    expect(connectionOf(flags, env)).toEqual({
      endpoint: 'http://localhost:8083',
      region: 'us-east-1',
      credentials: LOCAL,
    });
    expect(connectionOf({ ...flags, region: 'eu-west-1' }, env)).toMatchObject({ region: 'eu-west-1' });
    expect(connectionOf(flags, { ...env, AWS_DEFAULT_REGION: 'eu-west-1' })).toMatchObject({ region: 'eu-west-1' });
  });

  it('leaves the logs where a variable of their own says that they are', () => {
    const env = {
      AWS_ENDPOINT_URL_SFN: 'http://localhost:8083',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://localhost:4566',
    };
    expect(connectionOf({}, env)).not.toHaveProperty('endpoint');
  });

  it('keeps the credentials that somebody names', () => {
    const endpoint = 'http://localhost:4566';
    expect(connectionOf({ endpoint, profile: 'p' }, {})).not.toHaveProperty('credentials');
    expect(connectionOf({ endpoint }, { AWS_PROFILE: 'p' })).not.toHaveProperty('credentials');
    expect(connectionOf({ endpoint }, { AWS_ACCESS_KEY_ID: 'a' })).not.toHaveProperty('credentials');
  });
});
