import type { JsonObject, JsonValue } from '../json.ts';

/** A request to run a task: the execution's input, in the field names of Tasker's `POST /v1/tasks`. */
export interface TaskRequest {
  readonly name?: string;
  readonly namespace?: string;
  readonly version?: string;
  /** What the handlers read with `context.getInput`. Absent means `{}`. */
  readonly context?: JsonObject;
  readonly initiator?: string;
  readonly source_system?: string;
  readonly reason?: string;
  readonly tags?: readonly string[];
  readonly requested_at?: string;
  readonly options?: JsonValue;
  /** −100 … 100; carried, not used for scheduling: Step Functions has no queue to reorder. */
  readonly priority?: number;
  readonly correlation_id?: string;
  readonly parent_correlation_id?: string | null;
  readonly idempotency_key?: string;
}
