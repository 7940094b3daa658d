import { matchesPattern } from '../../contract/event-pattern.ts';
import { parkedKey } from '../../contract/parked-key.ts';
import { PARKED } from '../../contract/parked-result.ts';
import type { JsonObject } from '../../json.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { isError } from '../errors.ts';
import { writeLog } from '../log/log-scope.ts';
import { toJsonObject } from '../results/encode-result.ts';
import type { ResultStore } from '../results/result-store.ts';
import { inWords, safely } from '../safely.ts';
import type { EventDeclaration } from './domain-event.ts';
import type { EventBus } from './event-bus.ts';
import { domainEventOf, envelopeOf, eventContextOf, type EventParts, isDue, stepResultOf } from './event-envelope.ts';
import { openEventBus } from './open-event-bus.ts';
import { BasePublisher, DefaultPublisher } from './publisher.ts';
import { PublisherRegistry } from './publisher-registry.ts';
import type { StepEnd } from './step-end.ts';
import { BaseSubscriber, type SubscriberClass } from './subscriber.ts';

/** The events that the steps of a function publish, and who takes part in it. */
export interface EventSetup {
  /** By `namespace/name/version` of the template, and by step. */
  readonly declared: Readonly<Record<string, Readonly<Record<string, readonly PublishedEvent[]>>>>;
  /** Publishers that templates name. @default none but the standard one */
  readonly publishers?: readonly (new () => BasePublisher)[];
  /** Who takes events within the function. @default none */
  readonly subscribers?: readonly SubscriberClass[];
}

/** An event that a template declares, with the check of its payload. */
export interface PublishedEvent extends Omit<EventDeclaration, 'schema'> {
  /** Whether a payload is as the declared schema has it. */
  readonly check: PayloadCheck;
}

/** Judges a payload; the validator of a schema, in the form that Ajv gives it. */
export interface PayloadCheck {
  (payload: unknown): boolean;
  /** How the last payload breaks the schema, when it does. */
  errors?: readonly SchemaError[] | null;
}

/** The first way in which a payload breaks its schema. */
export interface SchemaError {
  /** Where, as a JSON pointer. */
  readonly instancePath: string;
  /** What is wrong there. */
  readonly message?: string;
}

/** Publishes the events that follow from the end of a step's handler. Never rejects: an event that fails fails no step. */
export type EventPublication = (call: StepCall, end: StepEnd, means: PublicationMeans) => Promise<void>;

/** What a publication needs of its function. */
export interface PublicationMeans {
  /** Where events go that are too large for the bus. */
  readonly store: ResultStore | undefined;
  /** What Lambda gives the function. */
  readonly context: { readonly getRemainingTimeInMillis?: () => number } | undefined;
}

/** The longest time that a publication takes, in ms, and what is left of the function's for its answer. */
const LONGEST_TIME = 5_000;
const TIME_TO_ANSWER = 500;

/** EventBridge takes entries of 256 KiB; their other fields take less than the rest. */
const LARGEST_DETAIL = 262_144 - 4_096;

/**
 * Makes what publishes the events of a function's steps.
 *
 * @param bus default: the bus that the environment names
 */
export function publishEvents(
  { declared, publishers = [], subscribers = [] }: EventSetup,
  bus: EventBus | undefined = openEventBus(process.env),
): EventPublication {
  const made = new Map<string, BasePublisher>();
  for (const Publisher of publishers) {
    const publisher = new Publisher();
    made.set(canonical(publisher.publisherName), publisher);
  }
  const standard = new DefaultPublisher();
  const takers = subscribers.map((Subscriber) => new Subscriber());
  const publisherOf = (name = 'default') =>
    made.get(canonical(name)) ?? (name === 'default' ? standard : PublisherRegistry.instance.getStrict(name));

  return async (call, end, { store, context }) => {
    const { namespace, name, version } = call.task;
    const events = declared[`${namespace}/${name}/${version}`]?.[call.batch?.template ?? call.step.name] ?? [];
    const due = events.filter(({ condition }) => isDue(condition, end));
    if (due.length === 0) return;
    const left = (context?.getRemainingTimeInMillis?.() ?? Infinity) - TIME_TO_ANSWER;
    const limit = timeLimit(Math.max(0, Math.min(LONGEST_TIME, left)));
    await Promise.all(
      due.map(async (event) => {
        let publisher: BasePublisher | undefined;
        let payload: JsonObject = {};
        try {
          publisher = publisherOf(event.publisher);
          const parts = prepare(event, publisher, call, end);
          if (parts === undefined) return;
          payload = parts.payload;
          await Promise.race([deliver(event, publisher, parts, { bus, store }, takers), limit.isOver]);
        } catch (thrown) {
          const error = isError(thrown) ? thrown : new Error(inWords(thrown));
          countError(event.name, error);
          // What it does unless a subclass says otherwise has been done: the error is logged.
          if (publisher !== undefined && overrides(publisher, BasePublisher.prototype, 'onPublishError')) {
            safely(() => publisher?.onPublishError(event.name, error, payload), undefined);
          }
        }
      }),
    );
    limit.clear();
  };
}

/** A promise that rejects when the time is over: a step must not wait for its events without end. */
function timeLimit(ms: number): { readonly isOver: Promise<never>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const isOver = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it took more than the ${ms} ms that there were for it`));
    }, ms);
  });
  // Nobody may be waiting for it when it rejects.
  isOver.catch(() => undefined);
  return {
    isOver,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

/** Publishers may be named as Ruby or as other languages name classes. */
function canonical(name: string): string {
  return name.replaceAll('::', '.');
}

/** The event to publish; nothing when its publisher keeps it back. Throws when the payload is not as declared. */
function prepare(
  event: PublishedEvent,
  publisher: BasePublisher,
  call: StepCall,
  end: StepEnd,
): EventParts | undefined {
  const stepResult = stepResultOf(end);
  const context = eventContextOf(call, end);
  if (!publisher.shouldPublish(stepResult, event, context)) return undefined;
  const payload = toJsonObject(publisher.transformPayload(stepResult, event, context));
  const additional = publisher.additionalMetadata(stepResult, event, context);
  if (!event.check(payload)) {
    const [error] = event.check.errors ?? [];
    throw new Error(`its payload breaks the schema: ${error?.instancePath || 'it'} ${error?.message ?? 'is wrong'}`);
  }
  const firedAt = new Date().toISOString();
  const parts = { call, end, name: event.name, payload, publisher: publisher.publisherName, additional, firedAt };
  return publisher.beforePublish(event.name, payload, additional) ? parts : undefined;
}

async function deliver(
  { name, deliveryMode: delivery = 'durable' }: PublishedEvent,
  publisher: BasePublisher,
  parts: EventParts,
  { bus, store }: { readonly bus: EventBus | undefined; readonly store: ResultStore | undefined },
  subscribers: readonly BaseSubscriber[],
): Promise<void> {
  const isFast = delivery !== 'durable';
  const isDurable = delivery !== 'fast';
  const taken = isFast ? handToSubscribers(parts, subscribers) : undefined;
  if (isDurable || bus?.seesFast === true) {
    if (bus === undefined) throw new Error('there is no bus: TASKER_SFN_EVENT_BUS is not set');
    const { namespace, arn } = parts.call.task;
    await bus.put({
      source: `tasker.${namespace}`,
      detailType: name,
      time: parts.firedAt,
      resources: [arn],
      detail: await fitDetail(parts, store),
      delivery,
    });
  }
  await taken;
  writeLog('INFO', 'Event published', { event: name, delivery });
  publisher.afterPublish(name, parts.payload, parts.additional);
}

/** The envelope; with a reference for its payload where it is larger than the bus takes. */
async function fitDetail(parts: EventParts, store: ResultStore | undefined): Promise<object> {
  const envelope = envelopeOf(parts);
  const bytes = Buffer.byteLength(JSON.stringify(envelope));
  if (bytes <= LARGEST_DETAIL) return envelope;
  if (store === undefined) {
    throw new Error(`it takes ${bytes} bytes, more than EventBridge takes, and there is no bucket for large results`);
  }
  const { task, step, attempt } = parts.call;
  const json = JSON.stringify(envelope.payload);
  const uri = await store.put(parkedKey(task.arn, `${step.name}/${attempt}/${parts.name}`), json);
  return { ...envelope, payload: { [PARKED]: { uri, bytes: Buffer.byteLength(json) } } };
}

/** Hands the event to every subscriber whose pattern fits. One that fails keeps no other from it. */
async function handToSubscribers(parts: EventParts, subscribers: readonly BaseSubscriber[]): Promise<void> {
  const event = domainEventOf(parts);
  const wanted = subscribers.filter((each) => patternsOf(each).some((pattern) => matchesPattern(parts.name, pattern)));
  await Promise.all(
    wanted.map(async (subscriber) => {
      try {
        if (!subscriber.beforeHandle(event)) return;
        await subscriber.handle(event);
        subscriber.afterHandle(event);
      } catch (thrown) {
        const error = isError(thrown) ? thrown : new Error(inWords(thrown));
        countError(parts.name, error, subscriber.constructor.name);
        if (overrides(subscriber, BaseSubscriber.prototype, 'onHandleError')) {
          safely(() => {
            subscriber.onHandleError(event, error);
          }, undefined);
        }
      }
    }),
  );
}

function overrides<T extends object>(one: T, base: T, method: keyof T): boolean {
  return one[method] !== base[method];
}

function patternsOf(subscriber: BaseSubscriber): readonly string[] {
  return (subscriber.constructor as unknown as SubscriberClass).subscribesTo();
}

/** A line of the log that a metric filter counts. */
function countError(event: string, error: Error, subscriber?: string): void {
  const what = subscriber === undefined ? 'An event could not be published' : 'A subscriber failed';
  writeLog('ERROR', what, { event, ...(subscriber && { subscriber }), error: error.message, event_errors: 1 });
}
