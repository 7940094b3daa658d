import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArn, parseArn, readArn, splitArn, type Arn } from '../../lib/states-language/arn.ts';
import { parseResource } from '../../lib/states-language/resource.ts';

const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
const start = 'arn:aws:states:eu-central-1:123456789012';

const arns: readonly (readonly [text: string, arn: Arn])[] = [
  [`${start}:stateMachine:shop`, { ...place, kind: 'stateMachine', machine: 'shop' }],
  [`${start}:stateMachine:shop:7`, { ...place, kind: 'stateMachine', machine: 'shop', qualifier: '7' }],
  [`${start}:stateMachine:shop/each`, { ...place, kind: 'stateMachine', machine: 'shop', label: 'each' }],
  [`${start}:execution:shop:one`, { ...place, kind: 'execution', machine: 'shop', name: 'one' }],
  [`${start}:execution:shop/each:one`, { ...place, kind: 'execution', machine: 'shop', label: 'each', name: 'one' }],
  [`${start}:express:shop:one:id`, { ...place, kind: 'express', machine: 'shop', name: 'one', id: 'id' }],
  [`${start}:express:shop:one`, { ...place, kind: 'express', machine: 'shop', name: 'one' }],
  [`${start}:mapRun:shop/each:id`, { ...place, kind: 'mapRun', machine: 'shop', label: 'each', id: 'id' }],
  [`${start}:mapRun:shop/each/in:id`, { ...place, kind: 'mapRun', machine: 'shop', label: 'each/in', id: 'id' }],
  [`${start}:activity:pack`, { ...place, kind: 'activity', name: 'pack' }],
  ['arn:aws:lambda:eu-central-1:123456789012:function:pay', { ...place, kind: 'function', name: 'pay' }],
  [
    'arn:aws:lambda:eu-central-1:123456789012:function:pay:live',
    { ...place, kind: 'function', name: 'pay', qualifier: 'live' },
  ],
];

const partitions = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

describe('parseArn and formatArn', () => {
  it.each(arns)('%s', (text, arn) => {
    expect(parseArn(text)).toEqual(arn);
    expect(formatArn(arn)).toBe(text);
  });

  it.each(partitions)('know the partition %s', (partition) => {
    for (const [, arn] of arns) expect(parseArn(formatArn({ ...arn, partition }))).toEqual({ ...arn, partition });
  });

  it.each([
    '',
    'shop',
    'arn:aws',
    'arn:gcp:states:r:a:stateMachine:shop',
    'arn:aws:states:r:a:stateMachine',
    'arn:aws:states:r:a:stateMachine:',
    'arn:aws:states:r:a:stateMachine:shop:',
    'arn:aws:states:r:a:stateMachine:shop:1:2',
    'arn:aws:states:r:a:stateMachine:/each',
    'arn:aws:states:r:a:stateMachine:shop/',
    'arn:aws:states:r:a:stateMachine:shop//each',
    'arn:aws:states:r:a:execution:shop',
    'arn:aws:states:r:a:execution:shop:',
    'arn:aws:states:r:a:execution:shop:one:two',
    'arn:aws:states:r:a:express:shop',
    'arn:aws:states:r:a:express:shop:one:id:more',
    'arn:aws:states:r:a:mapRun:shop:id',
    'arn:aws:states:r:a:mapRun:shop/each',
    'arn:aws:states:r:a:mapRun:shop/each:id:more',
    'arn:aws:states:r:a:activity:',
    'arn:aws:states:r:a:activity:pack:more',
    'arn:aws:states:r:a:unknown:shop',
    'arn:aws:lambda:r:a:function:',
    'arn:aws:lambda:r:a:function:pay:live:more',
    'arn:aws:lambda:r:a:layer:pay',
    'arn:aws:sqs:r:a:stateMachine:shop',
    'arn:aws:states:::lambda:invoke',
  ])('is none: %j', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });

  it('are each other’s inverse', () => {
    const name = fc.stringMatching(/^[^:/]{1,20}$/);
    const any = fc.tuple(fc.constantFrom(...arns), fc.constantFrom(...partitions), name, name, name);
    fc.assert(
      fc.property(any, ([[, arn], partition, one, two, three]) => {
        const named = Object.fromEntries(
          Object.entries(arn).map(([key, value], index) => [
            key,
            ['kind', 'region', 'account'].includes(key) ? value : ([one, two, three][index % 3] as string),
          ]),
        );
        const other = { ...named, partition } as Arn;
        expect(parseArn(formatArn(other))).toEqual(other);
      }),
    );
  });
});

describe('readArn', () => {
  it('insists on the kind', () => {
    expect(readArn(`${start}:activity:pack`, 'activity').name).toBe('pack');
    expect(() => readArn(`${start}:activity:pack`, 'execution')).toThrow(
      `"${start}:activity:pack" is not the ARN of a resource of the kind "execution".`,
    );
  });
});

describe('splitArn', () => {
  it('splits what it does not understand', () => {
    expect(splitArn('arn:aws:s3:::bucket')).toEqual({
      ...{ partition: 'aws', region: '', account: '' },
      ...{ service: 's3', type: 'bucket', rest: [] },
    });
    expect(splitArn('urn:aws:s3:::bucket')).toBeUndefined();
  });
});

describe('parseResource', () => {
  it.each([
    ['arn:aws:lambda:r:123456789012:function:pay', { kind: 'function' }],
    ['arn:aws-cn:lambda:r:123456789012:function:pay:live', { kind: 'function' }],
    ['arn:aws:states:r:123456789012:activity:pack', { kind: 'activity' }],
    ['arn:aws:states:::lambda:invoke', { service: 'lambda', action: 'invoke', pattern: 'response' }],
    ['arn:aws-us-gov:states:::lambda:invoke.waitForTaskToken', { service: 'lambda', pattern: 'token' }],
    ['arn:aws:states:::states:startExecution.sync:2', { action: 'startExecution.sync:2', pattern: 'sync' }],
    ['arn:aws:states:::states:startExecution.sync', { action: 'startExecution.sync', pattern: 'sync' }],
    ['arn:aws:states:::aws-sdk:s3:getObject', { service: 'aws-sdk:s3', action: 'getObject', pattern: 'response' }],
  ])('%s', (text, resource) => {
    expect(parseResource(text)).toMatchObject(resource);
  });

  it.each([
    'arn:aws:states:r:123456789012:activity:',
    'arn:aws:states::123456789012:activity:pack',
    'arn:aws:states:r:12:activity:pack',
    `arn:aws:states:r:123456789012:activity:${'a'.repeat(81)}`,
    'arn:aws:lambda:r:123456789012:layer:pay',
    'arn:aws:states:::lambda',
    'arn:gcp:states:::lambda:invoke',
    'lambda:invoke',
  ])('none: %s', (text) => {
    expect(parseResource(text)).toBeUndefined();
  });
});
