import { EVENT_BUS_VARIABLE } from '../../contract/environment.ts';
import { eventBridgeBus } from './event-bridge-bus.ts';
import type { EventBus } from './event-bus.ts';
import { fileBus } from './file-bus.ts';

/** The bus that the environment names; undefined when it names none. */
export function openEventBus(env: Readonly<Record<string, string | undefined>>): EventBus | undefined {
  const bus = env[EVENT_BUS_VARIABLE];
  if (!bus) return undefined;
  return bus.startsWith('file:') ? fileBus(bus) : eventBridgeBus(bus);
}
