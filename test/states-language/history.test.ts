import { HistoryEventType as SdkType, type HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  detailsKey,
  HISTORY_EVENT_TYPES,
  millisecondsOf,
  startOf,
  type HistoryEvent,
} from '../../lib/states-language/history.ts';
import { readEvent } from '../../lib/states-language/read-event.ts';

/** Every member of the details of an event type, as far as the AWS SDK knows it. */
type SdkDetails = Required<Pick<SdkEvent, Extract<keyof SdkEvent, `${string}EventDetails`>>>;
type Members<E> = E extends unknown ? keyof E : never;

describe('events of a history', () => {
  it('are of the types that AWS has, no more and no less', () => {
    expect([...HISTORY_EVENT_TYPES].sort()).toEqual(Object.values(SdkType).sort());
  });

  it('have their details where AWS has them', () => {
    expectTypeOf<Exclude<Members<HistoryEvent>, 'id' | 'previousEventId' | 'timestamp' | 'type'>>().toEqualTypeOf<
      keyof SdkDetails
    >();
  });

  it('have the details that AWS has', () => {
    // Every event of ours is one of the SDK's, but for its time.
    expectTypeOf<Omit<HistoryEvent, 'timestamp'>>().toExtend<Omit<SdkEvent, 'timestamp'>>();
  });

  it.each([
    ['TaskStateEntered', 'stateEnteredEventDetails'],
    ['MapStateExited', 'stateExitedEventDetails'],
    ['LambdaFunctionScheduleFailed', 'lambdaFunctionScheduleFailedEventDetails'],
    ['ExecutionStarted', 'executionStartedEventDetails'],
    ['MapRunAborted', undefined],
    ['SomethingNew', undefined],
    ['toString', undefined],
  ])('%s has its details in %s', (type, key) => {
    expect(detailsKey(type)).toBe(key);
  });
});

describe('readEvent', () => {
  it('takes an event of the API as it is', () => {
    const event = {
      timestamp: 1.5,
      type: 'TaskStateEntered',
      id: 2,
      previousEventId: 1,
      stateEnteredEventDetails: { name: 'A', input: '{}' },
    };
    expect(readEvent(event)).toEqual(event);
  });

  it('takes an event of the AWS SDK, with its time as a date', () => {
    const sent: SdkEvent = { id: 7, type: 'LambdaFunctionStarted', timestamp: new Date(1_500), previousEventId: 6 };
    expect(readEvent(sent)).toEqual({ id: 7, type: 'LambdaFunctionStarted', timestamp: 1.5, previousEventId: 6 });
  });

  it('finds details under another name, and does without', () => {
    const sent = { id: 1, type: 'TaskFailed', timestamp: 0, somethingElseEventDetails: { error: 'E' } };
    expect(readEvent(sent)).toMatchObject({ previousEventId: 0, taskFailedEventDetails: { error: 'E' } });
    expect(readEvent({ id: 1, type: 'TaskFailed', timestamp: 0 })).toMatchObject({ taskFailedEventDetails: {} });
  });

  it.each([
    ['of an unknown type', { id: 1, type: 'SomethingNew', timestamp: 0 }],
    ['with the name of a member of every object', { id: 1, type: 'constructor', timestamp: 0 }],
    ['without a type', { id: 1, timestamp: 0 }],
    ['without an id', { type: 'TaskFailed', timestamp: 0 }],
  ])('passes over one %s', (_, sent) => {
    expect(readEvent(sent)).toBeUndefined();
  });

  it('tells times in whole ms: seconds are fractions that no binary number meets', () => {
    expect(millisecondsOf({ timestamp: 1.001 })).toBe(1_001);
  });
});

describe('startOf', () => {
  it('reads the first event', () => {
    const started = readEvent({ id: 1, type: 'ExecutionStarted', timestamp: 0 });
    expect(startOf([started!])).toEqual({});
    expect(startOf([])).toBeUndefined();
  });
});
