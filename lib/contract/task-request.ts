import type { JsonObject, JsonValue } from '../json.ts';

/** A request to run a task: the execution's input, in the field names of Tasker's `POST /v1/tasks`. */
export interface TaskRequest {
  /** The template's name. */
  readonly name?: string;
  /** The template's namespace. */
  readonly namespace?: string;
  /** The template's version. */
  readonly version?: string;
  /** What the handlers read with `context.getInput`. Absent means `{}`. */
  readonly context?: JsonObject;
  /** Who or what asks for the task. */
  readonly initiator?: string;
  /** The system that the request comes from. */
  readonly source_system?: string;
  /** Why the task is asked for. */
  readonly reason?: string;
  /** Words to find the task by. */
  readonly tags?: readonly string[];
  /** When the task was asked for. ISO 8601. */
  readonly requested_at?: string;
  /** Anything else. Carried, never read. */
  readonly options?: JsonValue;
  /** −100 … 100; carried, not used for scheduling: Step Functions has no queue to reorder. */
  readonly priority?: number;
  /** What ties together everything that belongs to one request; in every line of the log. @default the task's id */
  readonly correlation_id?: string;
  /** The correlation id of what asks for the task. */
  readonly parent_correlation_id?: string | null;
  /** The caller's own key: the same key is the same task. */
  readonly idempotency_key?: string;
  /**
   * Made by `TaskerClient` for each call, so that Step Functions tells a second call from the same one that came twice. Not in
   * Tasker.
   */
  readonly request_id?: string;
}
