import { ownMember } from '../../lookup.ts';
import { randomInt } from 'node:crypto';
import { ActivityQueues } from '../tasks/services/activities/activity-queues.ts';
import { integrate } from '../tasks/integrate.ts';
import type { Integration } from '../tasks/integration.ts';
import { activityTasks } from '../tasks/services/activities/queued-activities.ts';
import { LOCAL, LOCAL_REGION } from '../base/arns.ts';
import { isObject } from '../base/data.ts';
import type { Clock } from '../base/clock/clock.ts';
import { realClock } from '../base/clock/real-clock.ts';
import type { ObjectStore } from '../engine/distributed/object-store.ts';
import type { MockConfig } from '../tasks/mock/mock-config.ts';
import { mistakesIn } from '../tasks/mock/mock-config.ts';
import { mockedStates } from '../tasks/mock/mocked-states.ts';
import { startExecutions } from '../tasks/services/step-functions/nested-executions.ts';
import { stepFunctionsCalls } from '../tasks/services/step-functions/step-functions-calls.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import { TaskTokens } from '../engine/task/task-tokens.ts';
import { AwsError, validationError } from '../base/api/aws-error.ts';
import { DataFolder } from './data-folder.ts';
import type { HistoryArchive, Retention } from './executions.ts';
import { Executions } from './executions.ts';
import { MemoryArchive } from './memory-archive.ts';
import { operations } from './operations/index.ts';
import type { OperationName } from '../base/api/requests.ts';
import { requests } from '../base/api/requests.ts';
import type { Connection, ExecutionObserver, Operation, Service } from './service.ts';
import { checkRequest } from '../base/api/shape.ts';
import { tellMistakes } from './tell-mistakes.ts';
import { startNested } from './start-nested.ts';
import { stateNames } from './state-names.ts';

/** Finished executions that are kept when nobody says otherwise: so many, and as long as AWS keeps them. */
const DEFAULT_RETENTION: Retention = { executions: 10_000, ageMs: 90 * 24 * 3_600_000 };

/** What the local service is made of. */
export interface LocalStepFunctionsOptions {
  /** Does the work of Task states, but for executions and activities. */
  readonly invoke: TaskInvoker;
  /** What tells the time and waits. @default the wall clock */
  readonly clock?: Clock;
  /** The Region in ARNs. @default "us-east-1" */
  readonly region?: string;
  /** Mocked responses of test cases. */
  readonly mocks?: MockConfig;
  /** What distributed Maps read their items from and write their results to. */
  readonly objects?: ObjectStore;
  /** How many finished executions are kept, and for how long. @default 10,000, 90 days */
  readonly retention?: Partial<Retention>;
  /** A folder that keeps machines and finished executions. @default none: they are gone with the process */
  readonly dataFolder?: string;
  /** Makes jitter repeat: execution n draws from `seed + n`. @default random */
  readonly seed?: number;
  /** Told of each execution that begins, or is redriven; what it returns is told its events as they happen. */
  readonly observe?: ExecutionObserver;
  /** Told of mistakes of `invoke` and of `mocks`, and of files of the data folder that cannot be read or written. */
  readonly report?: (problem: string) => void;
}

/**
 * AWS Step Functions in this process: state machines, executions and what the API says of them. {@link serveStepFunctions}
 * puts it on a port.
 *
 * @example
 * ```ts
 * import { LocalStepFunctions } from 'tasker-sfn/local';
 * const service = await LocalStepFunctions.open({ invoke: async () => null });
 * await service.call('ListStateMachines', {}); // { stateMachines: [] }
 * ```
 */
export class LocalStepFunctions {
  readonly #service: Service;
  readonly #folder: DataFolder | undefined;

  private constructor(options: LocalStepFunctionsOptions, archive: HistoryArchive, folder: DataFolder | undefined) {
    const { clock = realClock(), region = LOCAL_REGION, mocks, seed, report = () => undefined } = options;
    const invoke = tellMistakes(options.invoke, report);
    for (const mistake of mocks === undefined ? [] : mistakesIn(mocks)) report(`The mock configuration: ${mistake}`);
    const tokens = new TaskTokens();
    const queues = new ActivityQueues(clock);
    let started = 0;
    const integrations: readonly Integration[] = [
      stepFunctionsCalls((operation, request, connection) => this.call(operation, request, connection)),
      activityTasks(queues, (arn) => service.activities.has(arn)),
      startExecutions((request) => startNested(service, request)),
    ];
    const service: Service = {
      place: { ...LOCAL, region },
      clock,
      machines: new Map(),
      activities: new Map(),
      queues,
      executions: new Executions(archive, { ...DEFAULT_RETENTION, ...options.retention }),
      tokens,
      objects: options.objects,
      invoker: (execution) => {
        if (execution === undefined) return integrate(integrations, invoke);
        const { machineName, testCase, definition, invocations } = execution;
        const states = mocks && ownMember(ownMember(mocks.StateMachines, machineName)?.TestCases ?? {}, testCase);
        if (mocks === undefined || !isObject(states)) {
          throw validationError(`The mock configuration has no test case "${testCase}" of "${machineName}".`);
        }
        const known = new Set(stateNames(definition));
        for (const name of Object.keys(states).filter((each) => !known.has(each))) {
          report(`The test case "${testCase}" mocks the state "${name}", which "${machineName}" does not have.`);
        }
        const mocked = mockedStates(states, mocks.MockedResponses, tokens, invocations);
        return integrate([mocked, ...integrations], invoke);
      },
      observe: options.observe ?? (() => () => undefined),
      nextSeed: () => (seed === undefined ? randomInt(2 ** 31) : seed + started++),
      saveMachines: () => {
        folder?.saveMachines(service.machines.values());
      },
      saveActivities: () => {
        folder?.saveActivities(service.activities.values());
      },
    };
    this.#service = service;
    this.#folder = folder;
  }

  /** Makes the service, with what its data folder holds. */
  static async open(options: LocalStepFunctionsOptions): Promise<LocalStepFunctions> {
    const { dataFolder, report = () => undefined } = options;
    if (dataFolder === undefined) return new LocalStepFunctions(options, new MemoryArchive(), undefined);
    const folder = new DataFolder(dataFolder, report);
    const kept = await folder.load();
    const service = new LocalStepFunctions(options, folder, folder);
    for (const machine of kept.machines) service.#service.machines.set(machine.arn, machine);
    for (const activity of kept.activities) service.#service.activities.set(activity.arn, activity);
    service.#service.executions.restore(kept.executions);
    return service;
  }

  /**
   * Does one operation of the API, with the members of its request and answer as they are on the wire (dates are seconds
   * since 1970). Rejects with an {@link AwsError}. A caller in another program has a `connection`: it makes a signal that is
   * aborted when the caller hangs up.
   */
  async call(operation: string, request: unknown, connection?: Connection): Promise<object> {
    if (!isOperation(operation)) throw new AwsError('UnknownOperationException', `Unknown operation: ${operation}`);
    const run = operations[operation] as Operation<OperationName>;
    const answer = await run(this.#service, checkRequest(requests[operation], request), connection);
    // What is answered is on the disk, be it a change or the news of one.
    try {
      await this.#folder?.durable();
    } catch {
      // Which file, and why, has been reported.
      throw new AwsError('InternalFailure', 'The data folder of the local service cannot be written.');
    }
    return answer;
  }

  /** Stops what still runs, and writes what is not yet written. */
  async close(): Promise<void> {
    this.#service.queues.close();
    await this.#service.executions.stopAll('LocalServiceStopped', 'The local service was stopped.');
    await this.#folder?.durable();
  }
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
