import { PermanentError, RetryableError } from 'tasker-sfn/runtime';
import { sharedMemory } from './shared-memory.ts';

/** The services that registration needs. */
export type ServiceName = 'user' | 'billing' | 'preferences' | 'notification';

type Fault =
  | { readonly kind: 'fail'; readonly times: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'reject' }
  | { readonly kind: 'slow'; readonly ms: number };

const SERVICES: readonly string[] = ['user', 'billing', 'preferences', 'notification'] satisfies ServiceName[];

/** Names the faults of the in-memory services, such as `billing:fail=2,preferences:slow=3000ms`. */
export const FAULTS_VARIABLE = 'TASKER_SFN_DEMO_FAULTS';

/**
 * Lets an in-memory service misbehave as the environment says: `fail=2` fails the first two calls for each user, `down`
 * every call, `reject` refuses for good, `slow=3000ms` takes its time.
 */
export async function misbehave(service: ServiceName, userKey: string): Promise<void> {
  for (const fault of faultsOf(service, process.env[FAULTS_VARIABLE] ?? '')) {
    switch (fault.kind) {
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        break;
      case 'reject':
        throw new PermanentError(`The ${service} service rejected the request.`, {
          errorCode: 'SERVICE_REJECTED',
          metadata: { service },
        });
      case 'down':
        throw unavailable(service);
      case 'fail':
        if (countCall(service, userKey) <= fault.times) throw unavailable(service);
        break;
    }
  }
}

/** The faults of one service in the variable's text. */
export function faultsOf(service: ServiceName, text: string): readonly Fault[] {
  return text
    .split(/[\s,;]+/)
    .filter((item) => item !== '')
    .map(parseFault)
    .filter((item) => item.service === service)
    .map(({ fault }) => fault);
}

function parseFault(item: string): { service: string; fault: Fault } {
  const [, service = '', kind, amount, unit] = /^(\w+):(\w+)(?:=(\d+)(ms|s)?)?$/.exec(item) ?? [];
  if (SERVICES.includes(service)) {
    if (kind === 'down' || kind === 'reject') return { service, fault: { kind } };
    if (kind === 'fail') return { service, fault: { kind, times: Number(amount ?? 1) } };
    if (kind === 'slow') return { service, fault: { kind, ms: Number(amount ?? 1) * (unit === 's' ? 1000 : 1) } };
  }
  throw new PermanentError(
    `"${item}" in ${FAULTS_VARIABLE} is not a fault. Write <service>:fail=2, :down, :reject or :slow=3000ms, ` +
      `where the service is ${SERVICES.join(', ')}.`,
    'INVALID_FAULT',
  );
}

function unavailable(service: ServiceName): RetryableError {
  return new RetryableError(`The ${service} service is unavailable.`, {
    errorCode: 'SERVICE_UNAVAILABLE',
    metadata: { service },
  });
}

function countCall(service: ServiceName, userKey: string): number {
  const calls = sharedMemory<number>('calls');
  const key = `${service}/${userKey}`;
  const count = (calls.get(key) ?? 0) + 1;
  calls.set(key, count);
  return count;
}
