import { formatArn } from '../../../states-language/arn.ts';
import type { Activity } from '../activity.ts';
import { AwsError } from '../../base/api/aws-error.ts';
import { checkName } from '../check-name.ts';
import { cutPage } from '../page.ts';
import { readArnOf } from '../resource-arn.ts';
import type { Operation, Service } from '../service.ts';
import { seconds } from '../service.ts';
import { tagMap } from './tags.ts';

/** Creates an activity. One of that name is answered as it is: other tags make no difference. */
export const createActivity: Operation<'CreateActivity'> = (service, request) => {
  const { name, tags = [], encryptionConfiguration } = request;
  checkName(name);
  const arn = formatArn({ ...service.place, kind: 'activity', name });
  const existing = service.activities.get(arn);
  if (existing !== undefined) {
    if (JSON.stringify(existing.encryptionConfiguration) !== JSON.stringify(encryptionConfiguration)) {
      throw new AwsError('ActivityAlreadyExists', `Activity Already Exists: '${arn}'`);
    }
    return describeCreated(existing);
  }
  const activity: Activity = {
    arn,
    name,
    creationDate: service.clock.now(),
    tags: tagMap(tags),
    ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
  };
  service.activities.set(arn, activity);
  service.saveActivities();
  return describeCreated(activity);
};

export const describeActivity: Operation<'DescribeActivity'> = (service, { activityArn }) => {
  const { arn, name, creationDate, encryptionConfiguration } = findActivity(service, activityArn);
  return {
    activityArn: arn,
    name,
    creationDate: seconds(creationDate),
    ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
  };
};

/** Deletes an activity, if there is one. */
export const deleteActivity: Operation<'DeleteActivity'> = (service, { activityArn }) => {
  readArnOf(activityArn, 'activity');
  if (service.activities.delete(activityArn)) service.saveActivities();
  return {};
};

export const listActivities: Operation<'ListActivities'> = ({ activities }, request) => {
  const { items, nextToken } = cutPage(
    [...activities.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    request,
    'activities',
    ({ name }) => name,
    ({ name }, key) => name > key,
  );
  return {
    activities: items.map(({ arn, name, creationDate }) => ({
      activityArn: arn,
      name,
      creationDate: seconds(creationDate),
    })),
    nextToken,
  };
};

/** Waits for a task of an activity; the answer is empty when none has come. */
export const getActivityTask: Operation<'GetActivityTask'> = async (service, request, connection) => {
  const { activityArn, workerName } = request;
  findActivity(service, activityArn);
  const task = await service.queues.getActivityTask(activityArn, { workerName, signal: connection?.() });
  if (task === undefined) return {};
  // A worker that is another program needs wall time, until it answers or nobody waits for it any more.
  if (connection !== undefined) void service.clock.external(service.tokens.closed(task.taskToken));
  return task;
};

function findActivity({ activities }: Service, arn: string): Activity {
  readArnOf(arn, 'activity');
  const activity = activities.get(arn);
  if (activity === undefined) throw new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
  return activity;
}

function describeCreated({ arn, creationDate }: Activity) {
  return { activityArn: arn, creationDate: seconds(creationDate) };
}
