import type { StateMachine } from '../../states-language/types.ts';
import type { JsonValue } from '../../contract/json.ts';
import { isExpressExecution } from '../base/arns.ts';
import type { Data } from '../base/data.ts';
import { toData } from '../base/data.ts';
import { MapRun } from './distributed/map-run.ts';
import type { Ending } from './ending.ts';
import { endingOf, LAST_EVENTS } from './ending.ts';
import type { EarlierExecution, Execution, ExecutionOutcome } from './execution.ts';
import { History, withInput, withOutput } from './history.ts';
import type { Identity } from './identity.ts';
import { childArn, identityFrom } from './identity.ts';
import { redrivableIn, whyNotRedrivable } from './redrive/not-redrivable.ts';
import { readHistory } from './redrive/read-history.ts';
import { reopenTrack } from './redrive/reopen-track.ts';
import type { OpenState } from './redrive/track-end.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import { runStates } from './run-states.ts';
import { Scope } from '../language/scope.ts';
import type { ExecutionOptions } from './execution-options.ts';
import { StatesError } from '../base/states-error.ts';
import type { TaskTokens } from './task/task-tokens.ts';
import type { Track } from './track.ts';
import { endTrack, openTrack } from './track.ts';
import type { ChildStart, Run } from './visit.ts';

/** An execution that is about to start, or to start again. */
export interface Launch {
  readonly options: Omit<ExecutionOptions, 'seed' | 'name' | 'stateMachineName' | 'arns' | 'tokens'>;
  readonly tokens: TaskTokens;
  readonly identity: Identity;
  /** What it did before, when it is redriven. */
  readonly earlier?: EarlierExecution | undefined;
}

/** Starts an execution, or goes on with it where it stopped. */
export function launch({ options, tokens, identity, earlier }: Launch): Execution {
  const { definition, input, inputText, invoke, clock, objects, onMapRun, onEvent } = options;
  refuseUnsupported(definition);
  const { arn, random, role } = identity;
  const startDate = earlier === undefined ? clock.now() : redrivableIn(earlier.history).startDate;
  const history = new History(clock, onEvent, earlier?.history);
  const mapRuns = new Map((earlier?.mapRuns ?? []).map((record) => [record.arn, new MapRun(record)]));
  const children = new Map<string, Execution>();
  const timer = new AbortController();
  let settle: (outcome: ExecutionOutcome) => void;
  const finished = new Promise<ExecutionOutcome>((resolve) => (settle = resolve));
  let over = false;

  /** Ends the execution with its last event; whatever still runs does nothing more. */
  const end = (status: ExecutionOutcome['status'], previous: number, details: Ending) => {
    if (over) return;
    over = true;
    timer.abort();
    const [type, key] = LAST_EVENTS[status];
    const told = details.output === undefined ? { ...details } : withOutput(details.output);
    try {
      history.add(type, previous, { [key]: told }, true);
    } finally {
      if (status === 'SUCCEEDED') track.ended = true;
      else endTrack(track);
      settle({ status, ...details, startDate, stopDate: clock.now() });
    }
  };
  const fail = (thrown: unknown, previous: number) => {
    const last = history.events.at(-1);
    end('FAILED', last?.type === 'ExecutionRedriven' ? last.id : previous, endingOf(thrown));
  };
  const childOf = (childsArn: string) => children.get(childsArn) ?? earlier?.child(childsArn);
  const startChild = (child: ChildStart) => {
    const started = launch(launchOf(child, { options, tokens, identity }, childOf));
    children.set(started.arn, started);
    void started.finished.then(({ status }) => {
      if (status === 'SUCCEEDED') children.delete(started.arn);
    });
    options.onChildExecution?.(started, child.mapRunArn, child.items);
    return started;
  };

  const redriveCount = earlier === undefined ? 0 : redrivesIn(earlier) + 1;
  const data = toData(input);
  if (earlier === undefined) {
    const told = withInput(inputText ?? data.text);
    history.add('ExecutionStarted', 0, { executionStartedEventDetails: { ...told, roleArn: role } });
  } else {
    history.add('ExecutionRedriven', earlier.history.length, { executionRedrivenEventDetails: { redriveCount } });
  }
  const { track, open, output } = whereToGoOn(earlier);
  const run: Run = {
    arn,
    context: {
      Execution: {
        Id: arn,
        Input: input,
        StartTime: new Date(startDate).toISOString(),
        Name: identity.name,
        RoleArn: role,
        ...(!isExpressExecution(arn) && { RedriveCount: redriveCount }),
        ...(earlier !== undefined && { RedriveTime: new Date(clock.now()).toISOString() }),
      },
      StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
    },
    queryLanguage: definition.QueryLanguage,
    clock,
    random,
    history,
    invoke,
    tokens,
    objects,
    fail,
    mapRuns,
    onMapRun,
    startChild,
    isChildRedrivable: (childsArn) => {
      const child = childOf(childsArn);
      return child !== undefined && whyNotRedrivable(redrivableIn(child.history), clock.now()) === undefined;
    },
    runStates,
  };

  const work = output === undefined ? runStates(run, definition, track, data, open) : Promise.resolve(output);
  work.then(
    ({ text }) => {
      end('SUCCEEDED', track.previous, { output: text });
    },
    (error: unknown) => {
      fail(error, track.previous);
    },
  );
  if (definition.TimeoutSeconds !== undefined) {
    clock.sleep(definition.TimeoutSeconds * 1000, timer.signal).then(
      () => {
        end('TIMED_OUT', 0, {});
      },
      () => undefined, // The execution ended in time.
    );
  }

  return {
    arn,
    history: history.events,
    finished,
    tokens,
    get mapRuns() {
      return [...mapRuns.values()].map((mapRun) => mapRun.record());
    },
    child: childOf,
    stop: (error, cause) => {
      end('ABORTED', 0, endingOf(new StatesError(error, cause)));
    },
    updateMapRun: (mapRunArn, changes) => {
      mapRuns.get(mapRunArn)?.update(changes);
    },
  };
}

/** A child execution runs like its parent, and under a name that its Map Run gives it. */
function launchOf(
  { machine, input, mapRunArn, again }: ChildStart,
  { options, tokens, identity }: Omit<Launch, 'earlier'>,
  childOf: EarlierExecution['child'],
): Launch {
  const { invoke, clock, objects, onChildExecution, onMapRun } = options;
  const { QueryLanguage: language } = options.definition;
  const definition: StateMachine = { ...machine, ...(language !== undefined && { QueryLanguage: language }) };
  const arn = again?.arn ?? childArn(mapRunArn, identity.random);
  return {
    options: { definition, input, invoke, clock, objects, onChildExecution, onMapRun },
    tokens,
    identity: identityFrom(arn, identity.role, identity.random),
    earlier: again === undefined || again.fromStart ? undefined : childOf(arn),
  };
}

/** Where the execution goes on: its thread of control, and the state that it was in or the output that it had reached. */
function whereToGoOn(earlier: EarlierExecution | undefined): {
  readonly track: Track;
  readonly open?: OpenState | undefined;
  readonly output?: Data;
} {
  if (earlier === undefined) return { track: openTrack(0, new Scope()) };
  const end = readHistory(earlier.history);
  if (end.kind === 'completed') return { track: openTrack(end.previous, new Scope()), output: end.output };
  return { track: reopenTrack(end, undefined), open: end.open };
}

/** How often an execution has been redriven. */
function redrivesIn({ history }: EarlierExecution): number {
  return history.filter(({ type }) => type === 'ExecutionRedriven').length;
}

/** The input of an execution, as its history tells it. */
export function inputIn({ history }: EarlierExecution): JsonValue {
  const text = history[0]?.['executionStartedEventDetails']?.['input'];
  return typeof text === 'string' ? (JSON.parse(text) as JsonValue) : {};
}
