import type { BusEvent, EventBus } from './event-bus.ts';

/** Puts events on an EventBridge bus. The AWS client is loaded at the first event; the Lambda runtime provides it. */
export function eventBridgeBus(bus: string): EventBus {
  let connected: ReturnType<typeof connect> | undefined;
  return {
    async put(event) {
      const { client, PutEventsCommand } = await (connected ??= connect());
      const { FailedEntryCount = 0, Entries = [] } = await client.send(
        new PutEventsCommand({ Entries: [{ EventBusName: bus, ...entryOf(event) }] }),
      );
      // The call succeeds although the bus refuses the event.
      const [refused] = Entries;
      if (FailedEntryCount > 0) {
        throw new Error(`EventBridge refuses the event: ${refused?.ErrorCode ?? ''}: ${refused?.ErrorMessage ?? ''}`);
      }
    },
  };
}

function entryOf({ source, detailType, time, resources, detail }: BusEvent) {
  return {
    Source: source,
    DetailType: detailType,
    Time: new Date(time),
    Resources: [...resources],
    Detail: JSON.stringify(detail),
  };
}

async function connect() {
  // Lambda has the package, and so it is no dependency; a bundler lets an import be that is caught.
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge').catch(
    (cause: unknown) => {
      throw new Error('Durable events go to EventBridge, so the package "@aws-sdk/client-eventbridge" is needed.', {
        cause,
      });
    },
  );
  return { client: new EventBridgeClient({}), PutEventsCommand };
}
