import type { AwsPlace } from '../../../states-language/arn.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import type { ObjectStore } from '../../engine/distributed/object-store.ts';
import type { Random } from '../../base/random.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
import type { FoundState } from './find-state.ts';
import type { MapConditions, StateMock } from './run-container.ts';

/** A state that is to run once. */
export interface StateTestOptions {
  readonly found: FoundState;
  readonly input: JsonValue;
  /** The variables that the state finds. */
  readonly variables: JsonObject;
  /** Stands for the work of a Task, a Map or a Parallel. */
  readonly mock: StateMock | undefined;
  /** The context object, in place of one that is made up. */
  readonly context: JsonObject | undefined;
  readonly conditions: MapConditions & { readonly retries: number };
  readonly roleArn: string | undefined;
  readonly place: AwsPlace;
  readonly invoke: TaskInvoker;
  readonly objects: ObjectStore | undefined;
  readonly clock: Clock;
  readonly random: Random;
}
