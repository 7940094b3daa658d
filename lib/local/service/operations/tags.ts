import { AwsError, validationError } from '../../base/api/aws-error.ts';
import type { RequestOf } from '../../base/api/requests.ts';
import type { Operation, Service } from '../service.ts';

/** Tags that one resource may have. */
const MOST_TAGS = 50;

export const tagResource: Operation<'TagResource'> = (service, { resourceArn, tags }) => {
  const tagged = findTagged(service, resourceArn);
  const all = new Map([...tagged.tags, ...tagMap(tags)]);
  if (all.size > MOST_TAGS) {
    throw new AwsError('TooManyTags', `Too many tags: '${resourceArn}' would have ${String(all.size)}.`);
  }
  for (const [key, value] of all) tagged.tags.set(key, value);
  tagged.save();
  return {};
};

export const untagResource: Operation<'UntagResource'> = (service, { resourceArn, tagKeys }) => {
  const { tags, save } = findTagged(service, resourceArn);
  for (const key of tagKeys) tags.delete(key);
  save();
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

/** Machines and activities have tags; versions and aliases of machines do not. */
function findTagged({ machines, activities, saveMachines, saveActivities }: Service, arn: string) {
  const machine = machines.get(arn);
  if (machine !== undefined) return { tags: machine.tags, save: saveMachines };
  const activity = activities.get(arn);
  if (activity !== undefined) return { tags: activity.tags, save: saveActivities };
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
}
