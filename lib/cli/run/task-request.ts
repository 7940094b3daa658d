import { isJsonObject, type JsonObject } from '../../json.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readJsonFlag } from '../read-json.ts';
import type { RequestFlags } from './request-flags.ts';

/** Makes the part of a task request that the flags give: `--request`, and over it the single flags. */
export function readRequest(flags: RequestFlags, io: CliIo): TaskRequest {
  const whole = flags.request === undefined ? {} : readObject('--request', flags.request, io);
  const context = flags.context === undefined ? undefined : readObject('--context', flags.context, io);
  const given = {
    context,
    correlation_id: flags.correlationId,
    parent_correlation_id: flags.parentCorrelationId,
    idempotency_key: flags.idempotencyKey,
    tags: flags.tag,
    initiator: flags.initiator,
    source_system: flags.sourceSystem,
    reason: flags.reason,
    priority: flags.priority,
  };
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const request: JsonObject = { context: {}, ...whole, ...defined };
  if (!isJsonObject(request['context'])) throw new UsageError('The "context" of --request must be a JSON object.');
  return request;
}

/** Which template a task is of; without a version, whatever the request says. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

/** Completes a request with the identity of the template. A request for another task is a mistake. */
export function addressTo(identity: Identity, request: TaskRequest): TaskRequest & Identity {
  for (const field of ['name', 'namespace', 'version'] as const) {
    const [asked, given] = [request[field], identity[field]];
    if (asked === undefined || given === undefined || asked === given) continue;
    throw new UsageError(`--request asks for a task of ${field} "${asked}", but the template's is "${given}".`);
  }
  return { ...request, ...identity };
}

function readObject(flag: string, given: string, io: CliIo): JsonObject {
  const value = readJsonFlag(flag, given, io);
  if (isJsonObject(value)) return value;
  throw new UsageError(`${flag} must be a JSON object, such as '{"key": "value"}', or @FILE with one.`);
}
