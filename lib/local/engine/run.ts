import type { JsonObject } from '../../json.ts';
import type { StateMachine, SubMachine } from '../../states-language/types.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { Data, Members } from '../base/data.ts';
import type { Random } from '../base/random.ts';
import type { ExecutionContext } from './context-object.ts';
import type { ChildStart } from './distributed/child-start.ts';
import type { MapRun } from './distributed/map-run.ts';
import type { ObjectStore } from './distributed/object-store.ts';
import type { Execution } from './execution.ts';
import type { History } from './history.ts';
import type { OpenState } from './redrive/track-end.ts';
import type { StateTest } from './state-test.ts';
import type { TaskInvoker } from './task/task-invoker.ts';
import type { TaskTokens } from './task/task-tokens.ts';
import type { Track } from './track.ts';

/** What all states of an execution share. */
export interface Run {
  readonly arn: string;
  /** The Region of the ARN. */
  readonly region: string;
  readonly context: ExecutionContext;
  /** The same as data. */
  readonly contextMembers: Members;
  /** What stands in place of members of the context object. */
  readonly givenContext?: JsonObject | undefined;
  /** The query language of states that do not name one. */
  readonly queryLanguage: StateMachine['QueryLanguage'];
  readonly clock: Clock;
  readonly random: Random;
  readonly history: History;
  readonly invoke: TaskInvoker;
  readonly tokens: TaskTokens;
  /** What distributed Maps read from and write to. */
  readonly objects: ObjectStore | undefined;
  /** Ends the execution at once: no retrier or catcher may see the error. */
  readonly fail: (error: Error, previous: number) => void;
  /** The runs of distributed Maps, by their ARNs; those of earlier attempts of a redriven execution as well. */
  readonly mapRuns: Map<string, MapRun>;
  /** Told of each new Map Run. */
  readonly onMapRun: ((mapRunArn: string, executionArn: string) => void) | undefined;
  /** Starts a child execution of a distributed Map, or redrives it. */
  readonly startChild: (child: ChildStart) => Execution;
  readonly isChildRedrivable: (arn: string) => boolean;
  /** Runs a machine, or a branch, from its first state or from an open one to its end. */
  readonly runStates: (run: Run, machine: SubMachine, track: Track, input: Data, open?: OpenState) => Promise<Data>;
  /** Given when a single state is tested. */
  readonly test?: StateTest;
}
