import type { NewEvent } from '../../../states-language/history.ts';
import { WHOLE, withInput, withOutput } from '../history.ts';
import type { Resource } from '../../../states-language/resource.ts';
import type { StatesError } from '../../base/states-error.ts';

/** What the history tells of a task before it starts; times in seconds. */
export interface ScheduledTask {
  /** JSON text. */
  readonly parameters: string;
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

/** How the history tells of a task: each kind of resource has events of its own. */
export interface TaskEvents {
  scheduled(task: ScheduledTask): NewEvent;
  scheduleFailed?(error: StatesError): NewEvent;
  started(workerName?: string): NewEvent;
  startFailed?(error: StatesError): NewEvent;
  /** The service has taken the request, and the result comes later. Only services tell of it. */
  submitted?(response: string): NewEvent;
  submitFailed?(error: StatesError): NewEvent;
  succeeded(output: string): NewEvent;
  failed(error: StatesError): NewEvent;
  timedOut(error: StatesError): NewEvent;
}

/** The events for a resource, in an execution of a Region. */
export function taskEvents(resource: Resource, region: string): TaskEvents {
  switch (resource.kind) {
    case 'function':
      return functionEvents(resource.arn);
    case 'activity':
      return activityEvents(resource.arn);
    case 'service':
      return serviceEvents(resource.service, resource.action, region);
  }
}

function functionEvents(arn: string): TaskEvents {
  return {
    scheduled: ({ parameters, timeout, roleArn }) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          ...withInput(parameters),
          resource: arn,
          ...seconds(timeout),
          ...credentials(roleArn),
        },
      },
    ],
    scheduleFailed: (error) => [
      'LambdaFunctionScheduleFailed',
      { lambdaFunctionScheduleFailedEventDetails: failure(error) },
    ],
    started: () => ['LambdaFunctionStarted'],
    startFailed: (error) => ['LambdaFunctionStartFailed', { lambdaFunctionStartFailedEventDetails: failure(error) }],
    succeeded: (output) => ['LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: withOutput(output) }],
    failed: (error) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: failure(error) }],
    timedOut: (error) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: failure(error) }],
  };
}

function activityEvents(arn: string): TaskEvents {
  return {
    // The event has no place for credentials.
    scheduled: ({ parameters, timeout, heartbeat }) => [
      'ActivityScheduled',
      {
        activityScheduledEventDetails: {
          ...withInput(parameters),
          resource: arn,
          ...seconds(timeout, heartbeat),
        },
      },
    ],
    scheduleFailed: (error) => ['ActivityScheduleFailed', { activityScheduleFailedEventDetails: failure(error) }],
    started: (workerName) => [
      'ActivityStarted',
      { activityStartedEventDetails: workerName === undefined ? {} : { workerName } },
    ],
    succeeded: (output) => ['ActivitySucceeded', { activitySucceededEventDetails: withOutput(output) }],
    failed: (error) => ['ActivityFailed', { activityFailedEventDetails: failure(error) }],
    timedOut: (error) => ['ActivityTimedOut', { activityTimedOutEventDetails: failure(error) }],
  };
}

function serviceEvents(resourceType: string, resource: string, region: string): TaskEvents {
  const target = { resource, resourceType };
  const started: NewEvent = ['TaskStarted', { taskStartedEventDetails: target }];
  return {
    // Most tasks have no limits and no role: one literal is made much faster than it is put together.
    scheduled: ({ parameters, timeout, heartbeat, roleArn }) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails:
          timeout === undefined && heartbeat === undefined && roleArn === undefined
            ? { resource, resourceType, region, parameters }
            : { ...target, region, parameters, ...seconds(timeout, heartbeat), ...credentials(roleArn) },
      },
    ],
    started: () => started,
    startFailed: (error) => ['TaskStartFailed', { taskStartFailedEventDetails: { ...target, ...failure(error) } }],
    submitted: (response) => ['TaskSubmitted', { taskSubmittedEventDetails: { ...target, ...withOutput(response) } }],
    submitFailed: (error) => ['TaskSubmitFailed', { taskSubmitFailedEventDetails: { ...target, ...failure(error) } }],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { resource, resourceType, output, outputDetails: WHOLE } },
    ],
    failed: (error) => ['TaskFailed', { taskFailedEventDetails: { ...target, ...failure(error) } }],
    timedOut: (error) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...target, ...failure(error) } }],
  };
}

/** The error and cause of an event; what is not known is left out. */
export function failure(error: StatesError): { readonly error?: string; readonly cause?: string } {
  return {
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.causeText === undefined ? {} : { cause: error.causeText }),
  };
}

interface Seconds {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

const NO_LIMITS: Seconds = {};

function seconds(timeout: number | undefined, heartbeat?: number): Seconds {
  if (timeout === undefined && heartbeat === undefined) return NO_LIMITS;
  return {
    ...(timeout !== undefined && { timeoutInSeconds: timeout }),
    ...(heartbeat !== undefined && { heartbeatInSeconds: heartbeat }),
  };
}

function credentials(roleArn: string | undefined): { readonly taskCredentials?: { readonly roleArn: string } } {
  return roleArn === undefined ? {} : { taskCredentials: { roleArn } };
}
