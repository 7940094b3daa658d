import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { loadFunctions } from '../../lib/languages/index.ts';
import { bundleHandlers } from '../../lib/project/index.ts';
import type { BusEvent, LogRecord } from '../../lib/runtime/index.ts';
import { sampleEvent } from '../runtime/sample-event.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';

const SCHEMA = `{ type: object, required: [id], properties: { id: { type: string, format: uuid, maxLength: 40 }, tags: { type: array, uniqueItems: true } } }`;
const ID = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';

function workflowOf(...events: readonly string[]) {
  const list = events.length === 0 ? '' : `, publishes_events: [${events.join(', ')}]`;
  const text = `name: checkout
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: 'Shop::Charge' }${list} }
  - { name: other, handler: { callable: Other } }
`;
  return compileTemplate(text, { file: 't.yaml' }).value!;
}

const event = (fields = '') => `{ name: order.charged, description: d, schema: ${SCHEMA}${fields} }`;

const files = (result: string) => ({
  'node_modules/.keep': '',
  'charge.ts': handlerModule('Charge', 'Shop::Charge', result),
  'other.ts': handlerModule('Other', 'Other'),
  'events/publisher.ts': `
import { BasePublisher, type StepResult } from '@tasker-systems/tasker';
export class OrderPublisher extends BasePublisher {
  readonly publisherName = 'Shop::OrderPublisher';
  override transformPayload({ result = {} }: StepResult) { return { ...result, shaped: true }; }
  override additionalMetadata() { return { region: 'eu', task_uuid: 'not mine' }; }
}
`,
  'events/subscribers.ts': `
import { BaseSubscriber, logInfo, type DomainEvent } from '@tasker-systems/tasker';
export class Orders extends BaseSubscriber {
  static override subscribesTo() { return ['order.*']; }
  handle(event: DomainEvent) { logInfo('taken by Orders', { event: event.eventName, id: event.eventId }); }
}
export class Payments extends BaseSubscriber {
  static override subscribesTo() { return ['payment.*']; }
  handle() { logInfo('taken by Payments'); }
}
export class All extends BaseSubscriber {
  async handle() { throw new Error('broken'); }
}
`,
});

function bundle(result: string, ...events: readonly string[]) {
  const dir = handlerFolder(files(result));
  return bundleHandlers([workflowOf(...events)], { dir: 'lambdas', from: dirname(dir) });
}

async function run(result: string, ...events: readonly string[]) {
  const { value, diagnostics } = bundle(result, ...events);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  const published: BusEvent[] = [];
  const log: LogRecord[] = [];
  const functions = await loadFunctions(value, {
    logger: (record: LogRecord) => log.push(record),
    bus: { put: async (each: BusEvent) => void published.push(each) },
  });
  await functions.get('Shop.Charge')!(sampleEvent({ step: { callable: 'Shop::Charge' } }));
  return { published, log, bundle: value };
}

describe('the bundle of a handler whose step publishes events', () => {
  it('publishes them with the publisher that the template names', async () => {
    const { published } = await run(`{ id: '${ID}' }`, event(`, publisher: Shop.OrderPublisher`));
    expect(published).toMatchObject([
      {
        source: 'tasker.shop',
        detailType: 'order.charged',
        detail: {
          event_name: 'order.charged',
          payload: { payload: { id: ID, shaped: true }, execution_result: { success: true, result: { id: ID } } },
          metadata: { region: 'eu', task_uuid: 'task-1', step_name: 'charge', fired_by: 'Shop::OrderPublisher' },
        },
      },
    ]);
  });

  it.each([
    [`{ id: 7 }`, '/id must be string'],
    [`{}`, "it must have required property 'id'"],
    [`{ id: '${ID}', tags: ['a', 'a'] }`, '/tags must NOT have duplicate items (items ## 0 and 1 are identical)'],
    [`{ id: 'x' }`, '/id must match format "uuid"'],
  ])('does not publish a payload that breaks the schema, such as %s', async (result, reason) => {
    const { published, log } = await run(result, event());
    expect(published).toEqual([]);
    expect(log).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        message: 'An event could not be published',
        event: 'order.charged',
        error: `its payload breaks the schema: ${reason}`,
        event_errors: 1,
        step: 'charge',
      }),
    );
    expect(log.at(-1)).toMatchObject({ message: 'Step succeeded' });
  });

  it('hands fast events to the subscribers of the folder, and a broken one keeps no other from them', async () => {
    const { published, log } = await run(`{ id: '${ID}' }`, event(', delivery_mode: fast'));
    expect(published).toEqual([]);
    const messages = log.map(({ message, subscriber }) => [message, subscriber]);
    expect(messages).toContainEqual(['taken by Orders', undefined]);
    expect(messages).not.toContainEqual(['taken by Payments', undefined]);
    expect(messages.filter(([message]) => message === 'A subscriber failed')).toEqual([['A subscriber failed', 'All']]);
  });

  it('holds no subscriber whose patterns fit no event, and nothing of events where none are published', () => {
    const withEvents = bundle('{}', event(', delivery_mode: broadcast')).value!;
    const code = readFileSync(withEvents.get('Shop.Charge')!.entry, 'utf8');
    expect(code).toContain('taken by Orders');
    expect(code).not.toContain('taken by Payments');
    const other = readFileSync(withEvents.get('Other')!.entry, 'utf8');
    expect(other).not.toContain('Event published');
    expect(other).toBe(readFileSync(bundle('{}').value!.get('Other')!.entry, 'utf8'));
    expect(withEvents.get('Shop.Charge')!.bytes).toBeLessThan(62_000);
  });

  it('says at the step that there is no such publisher, and at the second that there are two of a name', () => {
    const problems = ({ diagnostics }: ReturnType<typeof bundle>) =>
      diagnostics.map(({ span, code, hint }) => {
        const { line, column } = positionOf(span.file, span.start);
        return `${span.file.path}:${line}:${column}: ${code}: ${hint}`;
      });
    expect(problems(bundle('{}', event(', publisher: Shop.OrderPublishr')))).toEqual([
      't.yaml:5:13: publisher-not-found: Did you mean "Shop::OrderPublisher"?',
    ]);
    const twice = handlerFolder({
      ...files('{}'),
      'twice.ts': `export class P extends Base { get publisherName() { return 'Shop.OrderPublisher'; } }`,
    });
    const outcome = bundleHandlers([workflowOf(event())], { dir: 'lambdas', from: dirname(twice) });
    expect(problems(outcome)).toEqual([
      expect.stringMatching(/^lambdas\/twice\.ts:1:14: publisher-conflict: Rename one/),
    ]);
  });
});
