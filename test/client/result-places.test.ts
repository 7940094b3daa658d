import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { ResultPlaces } from '../../lib/client/aws/result-places.ts';
import type { StepFunctions } from '../../lib/client/aws/step-functions.ts';
import { RESULTS_TAG } from '../../lib/contract/machine-tags.ts';

it('reaches the bucket of a machine as the client reaches Step Functions', async () => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const sfn = { listTagsForResource: async () => ({ tags: [{ key: RESULTS_TAG, value: 'parked' }] }) };
    const places = new ResultPlaces(async () => sfn as unknown as StepFunctions, {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-north-1',
      credentials: { accessKeyId: 'AKIDOFTHETEST', secretAccessKey: 'secret' },
    });
    const place = await places.of('arn:aws:states:eu-north-1:123456789012:stateMachine:order');
    expect(await place?.write('task/one.json', '{}')).toBe('s3://parked/task/one.json');
    expect(requests.map(({ method, url }) => `${method} ${url?.split('?')[0]}`)).toEqual(['PUT /parked/task/one.json']);
    expect(requests[0]?.headers.authorization).toMatch(/Credential=AKIDOFTHETEST\/\d+\/eu-north-1\/s3\//);
  } finally {
    server.close();
  }
});
