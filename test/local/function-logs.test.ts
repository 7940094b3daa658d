import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AwsError, FunctionLogs, LocalStepFunctions, serveStepFunctions } from '../../lib/local/index.ts';

const GROUP = '/aws/lambda/greet';

function greetings(now?: () => number) {
  const logs = new FunctionLogs(now);
  logs.add('greet', 'Hello Ada\nHello Bob\rand Carol\n\nBye Ada\n');
  return logs;
}

const found = (filterPattern: string) =>
  greetings()
    .filterLogEvents({ logGroupName: GROUP, filterPattern })
    .events.map(({ message }) => message);

describe('FilterLogEvents', () => {
  it.each([
    ['', ['Hello Ada', 'Hello Bob\nand Carol', 'Bye Ada']],
    ['Hello', ['Hello Ada', 'Hello Bob\nand Carol']],
    ['Hello Ada', ['Hello Ada']],
    ['"Hello Bob"', ['Hello Bob\nand Carol']],
    ['Hello -Ada', ['Hello Bob\nand Carol']],
    ['?Bye ?Bob', ['Hello Bob\nand Carol', 'Bye Ada']],
    ['?Bye Hello', ['Hello Ada', 'Hello Bob\nand Carol']],
  ])('finds lines by a pattern: %s', (pattern, expected) => {
    expect(found(pattern)).toEqual(expected);
  });

  it('keeps to times and pages', () => {
    let at = 1000;
    const logs = new FunctionLogs(() => at);
    for (; at < 6000; at += 1000) logs.add('greet', `line ${at}\n`);
    const ask = (input: object) => logs.filterLogEvents({ logGroupName: GROUP, ...input });
    const first = ask({ startTime: 2000, endTime: 5000, limit: 3 });
    expect(first.events.map(({ timestamp }) => timestamp)).toEqual([2000, 3000, 4000]);
    const second = ask({ startTime: 2000, endTime: 5000, limit: 3, nextToken: first.nextToken });
    expect(second.events.map(({ message }) => message)).toEqual(['line 5000']);
    expect(second.nextToken).toBeUndefined();
  });

  it('refuses what it does not know', () => {
    expect(() => greetings().filterLogEvents({ logGroupName: '/aws/lambda/other' })).toThrow(
      new AwsError('ResourceNotFoundException', 'The specified log group does not exist.'),
    );
    expect(() => found('{ $.a = 1 }')).toThrow('patterns of terms alone');
    expect(() => greetings().filterLogEvents({})).toThrow('needs a "logGroupName"');
  });

  it('forgets the oldest lines once there are too many', () => {
    const logs = new FunctionLogs();
    const long = 'x'.repeat(10_000_000);
    for (let n = 0; n < 8; n++) logs.add(n % 2 === 0 ? 'greet' : 'other', `${n}${long}\n`);
    const left = ['greet', 'other'].flatMap((name) =>
      logs.filterLogEvents({ logGroupName: `/aws/lambda/${name}` }).events.map(({ message }) => message[0]),
    );
    expect(left.sort()).toEqual(['2', '3', '4', '5', '6', '7']);
  });
});

it('is answered to the AWS SDK beside Step Functions, where the server is told so', async () => {
  const logs = greetings();
  const service = await LocalStepFunctions.open({ invoke: async () => null });
  const apis = { Logs_20140328: (_: string, input: unknown) => logs.filterLogEvents(input) };
  const server = await serveStepFunctions(service, { port: 0, apis });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sdk = new CloudWatchLogs({ endpoint: server.url, region: 'us-east-1', credentials });
  onTestFinished(async () => {
    sdk.destroy();
    await server.close();
    await service.close();
  });
  const { events } = await sdk.filterLogEvents({ logGroupName: GROUP, filterPattern: 'Bye' });
  expect(events).toMatchObject([{ message: 'Bye Ada' }]);
  await expect(sdk.filterLogEvents({ logGroupName: 'none' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
