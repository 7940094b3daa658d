import type { JsonObject } from '../json.ts';
import { millisecondsOf, type Duration } from './duration.ts';

/** What a mocked step is given. */
export interface StepCall {
  /** The step's name in the template. */
  readonly step: string;
  /** Which run of the step this is, from 1. */
  readonly attempt: number;
  /** The task's context. */
  readonly context: JsonObject;
  /** The results of all steps before it, by step name. */
  readonly results: Readonly<Record<string, JsonObject>>;
  /** `handler.initialization` of the template. */
  readonly config: JsonObject;
}

/** What runs in place of a handler. It may throw the errors of `tasker-sfn/runtime`, or any other. */
export type MockHandler = (call: StepCall) => JsonObject | Promise<JsonObject>;

/**
 * What happens in place of a step's handler, or before it: the result, a function that makes it, or a fault such as
 * {@link fails}.
 */
export type StepMock = JsonObject | MockHandler | StepFault;

/** What one run of a step comes to before its handler, or its mock, is asked. */
export type Disturbance =
  | {
      readonly kind: 'fail';
      /** Whether another attempt makes sense. */
      readonly retryable: boolean;
      /** What the failure says of itself. */
      readonly failure: FaultDetails;
    }
  | {
      readonly kind: 'wait';
      /** How long it takes. */
      readonly ms: number;
    }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'crash' };

/** What a failure says of itself. */
export interface FaultDetails {
  /** What the error says. @default that the test made the step fail */
  readonly message?: string;
  /** The handler's own code, such as `CARD_DECLINED`. */
  readonly code?: string;
  /** Seconds to wait before the next attempt, as a handler asks for with `retry_after`. */
  readonly retryAfter?: number;
}

/** A step that misbehaves for a number of runs, and then does what it should. */
export class StepFault {
  /** How many invocations it disturbs. */
  readonly times: number;
  /** What happens to each of them. */
  readonly disturbance: Disturbance;
  /** What follows: a result or a function in place of the handler; without it, the handler itself. */
  readonly then: JsonObject | MockHandler | undefined;

  /** A fault that the functions of this module have no name for. */
  constructor(times: number, disturbance: Disturbance, then?: JsonObject | MockHandler) {
    this.times = times;
    this.disturbance = disturbance;
    this.then = then;
  }
}

/** What a fault is given beside its own. */
export interface FaultOptions extends FaultDetails {
  /** What the step does once the fault is over, in place of its handler. @default its handler runs */
  readonly then?: JsonObject | MockHandler;
}

/** What a fault is given that ends the step. */
export interface PermanentFaultOptions extends Omit<FaultOptions, 'retryAfter'> {
  /** How many runs fail: the others come after a repair. @default all */
  readonly times?: number;
}

/**
 * The step's first runs fail with a retryable error.
 *
 * @example
 * ```ts
 * import { fails, runTask } from 'tasker-sfn/testing';
 * const task = await runTask('templates/shop/order.yaml', { mocks: { charge_card: fails(2, { then: { charged: true } }) } });
 * console.log(task.steps.charge_card?.attempts); // 3
 * ```
 */
export function fails(times: number, { then, ...failure }: FaultOptions = {}): StepFault {
  return new StepFault(times, { kind: 'fail', retryable: true, failure }, then);
}

/**
 * The step fails with a permanent error: it is not tried again.
 *
 * @param options `times`: after so many failures it does what it should, as when its task is repaired. @default always
 */
export function failsForGood({ times = Infinity, then, ...failure }: PermanentFaultOptions = {}): StepFault {
  return new StepFault(times, { kind: 'fail', retryable: false, failure }, then);
}

/** Each run of the step takes this much longer; beyond its `timeout_seconds` it times out. Costs no real time. */
export function slow(duration: Duration, { then }: Pick<FaultOptions, 'then'> = {}): StepFault {
  return new StepFault(Infinity, { kind: 'wait', ms: millisecondsOf(duration) }, then);
}

/** Lambda throttles the step's first invocations. Its handler does not run, and no attempt is used. */
export function throttled(times: number, { then }: Pick<FaultOptions, 'then'> = {}): StepFault {
  return new StepFault(times, { kind: 'throttle' }, then);
}

/** The step's process ends in the middle of a run, as by `process.exit` or for want of memory. @param times default: always */
export function crashes(times = Infinity, { then }: Pick<FaultOptions, 'then'> = {}): StepFault {
  return new StepFault(times, { kind: 'crash' }, then);
}
