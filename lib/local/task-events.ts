import type { EventDetails } from './history.ts';
import { withInput, withOutput } from './history.ts';
import type { Resource } from './resource.ts';
import type { StatesError } from './states-error.ts';

type Event = readonly [type: string, details?: EventDetails];

/** How the history tells of a task: each kind of resource has events of its own. */
export interface TaskEvents {
  scheduled(parameters: string, timeout: number | undefined, heartbeat: number | undefined): Event;
  started(): Event;
  /** The service has taken the request, and the result comes later. Only services tell of it. */
  submitted?(response: string): Event;
  submitFailed?(error: StatesError): Event;
  succeeded(output: string): Event;
  failed(error: StatesError): Event;
  timedOut(error: StatesError): Event;
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
    scheduled: (parameters, timeout) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          ...withInput(parameters),
          resource: arn,
          ...seconds({ timeoutInSeconds: timeout }),
        },
      },
    ],
    started: () => ['LambdaFunctionStarted'],
    succeeded: (output) => ['LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: withOutput(output) }],
    failed: (error) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: failure(error) }],
    timedOut: (error) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: failure(error) }],
  };
}

function activityEvents(arn: string): TaskEvents {
  return {
    scheduled: (parameters, timeout, heartbeat) => [
      'ActivityScheduled',
      {
        activityScheduledEventDetails: {
          ...withInput(parameters),
          resource: arn,
          ...seconds({ timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat }),
        },
      },
    ],
    started: () => ['ActivityStarted', { activityStartedEventDetails: {} }],
    succeeded: (output) => ['ActivitySucceeded', { activitySucceededEventDetails: withOutput(output) }],
    failed: (error) => ['ActivityFailed', { activityFailedEventDetails: failure(error) }],
    timedOut: (error) => ['ActivityTimedOut', { activityTimedOutEventDetails: failure(error) }],
  };
}

function serviceEvents(resourceType: string, resource: string, region: string): TaskEvents {
  const target = { resource, resourceType };
  return {
    scheduled: (parameters, timeout, heartbeat) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...target,
          region,
          parameters,
          ...seconds({ timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat }),
        },
      },
    ],
    started: () => ['TaskStarted', { taskStartedEventDetails: target }],
    submitted: (response) => ['TaskSubmitted', { taskSubmittedEventDetails: { ...target, ...withOutput(response) } }],
    submitFailed: (error) => ['TaskSubmitFailed', { taskSubmitFailedEventDetails: { ...target, ...failure(error) } }],
    succeeded: (output) => ['TaskSucceeded', { taskSucceededEventDetails: { ...target, ...withOutput(output) } }],
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

function seconds(fields: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, number] => field[1] !== undefined),
  );
}
