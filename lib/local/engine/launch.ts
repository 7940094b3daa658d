import { splitArn } from '../../states-language/arn.ts';
import { beginningOf } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { isExpressExecution } from '../base/arns.ts';
import { toData } from '../base/data.ts';
import type { ExecutionContext } from './context-object.ts';
import { executionMembers } from './context-object.ts';
import type { ChildStart } from './distributed/child-start.ts';
import { Children } from './distributed/children.ts';
import { MapRun } from './distributed/map-run.ts';
import { Ending } from './ending.ts';
import type { EarlierExecution, Execution } from './execution.ts';
import { RunningExecution } from './running-execution.ts';
import type { ExecutionOptions } from './execution-options.ts';
import { History, WHOLE } from './history.ts';
import type { Identity } from './identity.ts';
import { childArn, identityFrom } from './identity.ts';
import { redrivesIn, whereToGoOn } from './redrive/earlier-execution.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import type { Run } from './run.ts';
import { runStates } from './run-states.ts';
import type { TaskTokens } from './task/task-tokens.ts';

/** An execution that is about to start, or to start again. */
export interface Launch {
  readonly options: Omit<ExecutionOptions, 'seed' | 'name' | 'stateMachineName' | 'arns' | 'tokens'>;
  readonly tokens: TaskTokens;
  readonly identity: Identity;
  /** @default whether the ARN is that of an Express execution */
  readonly isExpress?: boolean;
  /** What it did before, when it is redriven. */
  readonly earlier?: EarlierExecution | undefined;
}

/** Starts an execution, or goes on with it where it stopped. */
export function launch(launched: Launch): Execution {
  const { options, tokens, identity, earlier } = launched;
  const { definition, clock } = options;
  refuseUnsupported(definition);
  const history = new History(
    clock,
    options.onEvent,
    earlier?.history,
    launched.isExpress ?? isExpressExecution(identity.arn),
  );
  tellBeginning(history, launched);
  // A redrive can tell no other time than that of the first event, and what is kept of a task is found by it.
  const startDate = beginningOf(history.events) ?? clock.now();
  const { track, open, output } = whereToGoOn(earlier);
  const ending = new Ending(history, track, clock, startDate);
  const children = new Children(earlier, (child, before) => launchChild(child, launched, before));
  const mapRuns = new Map((earlier?.mapRuns ?? []).map((record) => [record.arn, new MapRun(record)]));
  const context = contextOf(launched, startDate);
  const fail: Run['fail'] = (thrown, previous) => {
    ending.fail(thrown, previous);
  };
  const startChild: Run['startChild'] = (child) => {
    const started = children.start(child);
    options.onChildExecution?.(started, child.mapRunArn, child.items);
    return started;
  };
  const isChildRedrivable: Run['isChildRedrivable'] = (arn) => children.isRedrivable(arn, clock.now());
  const run: Run = {
    arn: identity.arn,
    region: splitArn(identity.arn)?.region ?? '',
    context,
    contextMembers: executionMembers(context),
    givenContext: options.context,
    queryLanguage: definition.QueryLanguage,
    clock,
    random: identity.random,
    history,
    invoke: options.invoke,
    tokens,
    objects: options.objects,
    fail,
    mapRuns,
    onMapRun: options.onMapRun,
    startChild,
    isChildRedrivable,
    runStates,
  };
  const work =
    output === undefined ? runStates(run, definition, track, toData(options.input), open) : Promise.resolve(output);
  work.then(
    ({ text }) => {
      ending.succeed(text);
    },
    (error: unknown) => {
      ending.fail(error, track.previous);
    },
  );
  ending.within(definition.TimeoutSeconds);
  return new RunningExecution(identity.arn, history.events, tokens, ending, children, mapRuns);
}

/** Adds the event that an execution starts, or starts again, with. */
function tellBeginning(history: History, { options, identity, earlier }: Launch): void {
  if (earlier === undefined) {
    const text = options.inputText ?? toData(options.input).text;
    history.add(0, 'ExecutionStarted', {
      executionStartedEventDetails: { input: text, inputDetails: WHOLE, roleArn: identity.role },
    });
  } else {
    const redriveCount = redrivesIn(earlier) + 1;
    history.add(earlier.history.length, 'ExecutionRedriven', { executionRedrivenEventDetails: { redriveCount } });
  }
}

/** What the context object says of the execution. */
function contextOf({ options, identity, earlier }: Launch, startDate: number): ExecutionContext {
  const { arn, name, role, stateMachineArn, stateMachineName } = identity;
  return {
    Execution: {
      Id: arn,
      Input: options.input,
      StartTime: new Date(startDate).toISOString(),
      Name: name,
      RoleArn: role,
      ...(!isExpressExecution(arn) && { RedriveCount: earlier === undefined ? 0 : redrivesIn(earlier) + 1 }),
      ...(earlier !== undefined && { RedriveTime: new Date(options.clock.now()).toISOString() }),
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineName },
  };
}

/** A child execution runs like its parent, and under a name that its Map Run gives it. */
function launchChild(
  { machine, input, mapRunArn, again }: ChildStart,
  { options, tokens, identity }: Launch,
  earlier: EarlierExecution | undefined,
): Execution {
  const { invoke, clock, objects, onChildExecution, observeChild, onMapRun, context } = options;
  const { QueryLanguage: language } = options.definition;
  const definition: StateMachine = { ...machine, ...(language !== undefined && { QueryLanguage: language }) };
  const arn = again?.arn ?? childArn(mapRunArn, identity.random);
  const onEvent = observeChild?.({ arn, definition, mapRunArn, startedBy: identity.arn });
  return launch({
    options: {
      ...{ definition, input, invoke, clock, objects, onChildExecution, observeChild, onMapRun },
      ...(onEvent !== undefined && { onEvent }),
      ...(context !== undefined && { context }),
    },
    tokens,
    identity: identityFrom(arn, identity.role, identity.random),
    isExpress: machine.ProcessorConfig?.ExecutionType === 'EXPRESS',
    earlier,
  });
}
