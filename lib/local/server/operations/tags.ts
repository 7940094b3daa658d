import { AwsError, validationError } from '../aws-error.ts';
import type { RequestOf } from '../requests.ts';
import type { Operation, Service } from '../service.ts';

/** Tags that one resource may have. */
const MOST_TAGS = 50;

export const tagResource: Operation<'TagResource'> = (service, { resourceArn, tags }) => {
  const machine = findTagged(service, resourceArn);
  const all = new Map([...machine.tags, ...tagMap(tags)]);
  if (all.size > MOST_TAGS) {
    throw new AwsError('TooManyTags', `Too many tags: '${resourceArn}' would have ${String(all.size)}.`);
  }
  for (const [key, value] of all) machine.tags.set(key, value);
  service.saveMachines();
  return {};
};

export const untagResource: Operation<'UntagResource'> = (service, { resourceArn, tagKeys }) => {
  const machine = findTagged(service, resourceArn);
  for (const key of tagKeys) machine.tags.delete(key);
  service.saveMachines();
  return {};
};

export const listTagsForResource: Operation<'ListTagsForResource'> = (service, { resourceArn }) => ({
  tags: [...findTagged(service, resourceArn).tags].map(([key, value]) => ({ key, value })),
});

/** The tags of a request by key. */
export function tagMap(tags: RequestOf<'TagResource'>['tags']): Map<string, string> {
  if (tags.some(({ key = '' }) => key.startsWith('aws:'))) {
    throw validationError('Tag keys must not start with "aws:".');
  }
  return new Map(tags.map(({ key = '', value = '' }) => [key, value]));
}

/** Machines have tags; their versions and aliases do not. */
function findTagged({ machines }: Service, arn: string) {
  const machine = machines.get(arn);
  if (machine === undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  return machine;
}
