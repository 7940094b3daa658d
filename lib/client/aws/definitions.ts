import type { DescribeStateMachineForExecutionOutput } from '@aws-sdk/client-sfn';
import type { StateMachine } from '../../states-language/types.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { StepFunctions } from './step-functions.ts';

/** What tells which definition an execution runs. */
export interface DefinedExecution {
  readonly executionArn?: string | undefined;
  readonly stateMachineArn?: string | undefined;
  readonly stateMachineVersionArn?: string | undefined;
  readonly startDate?: Date | undefined;
}

/** A revision of a machine, and between which starts of executions it is known to have been the current one. */
interface Revision {
  readonly updateDate: number;
  readonly from: number;
  to: number;
  readonly text: string;
  readonly definition: StateMachine;
}

/** For so long after an update Step Functions may start executions with the revision before. */
const SETTLED_MS = 60_000;

/** Executions whose definition is remembered one by one. */
const MOST_EXECUTIONS = 2_000;

/**
 * The definitions that executions run. `DescribeStateMachineForExecution` may be called 200 times at once and then once a
 * second in the whole account, so it is asked once per revision and not once per execution: a revision is what all
 * executions run that started between its date and a start with which it was seen.
 */
export class Definitions {
  readonly #sfn: () => Promise<StepFunctions>;
  /** By ARN of the machine. */
  readonly #revisions = new Map<string, readonly Revision[]>();
  /** By ARN of an execution or of a version: neither ever gets another definition. */
  readonly #known = new BoundedCache<StateMachine>(MOST_EXECUTIONS);
  /** The question that is under way, by ARN of the machine: the next one may be answered by the same revision. */
  readonly #asking = new Map<string, Promise<unknown>>();

  constructor(sfn: () => Promise<StepFunctions>) {
    this.#sfn = sfn;
  }

  /** The definition that an execution runs. */
  async of(execution: DefinedExecution): Promise<StateMachine> {
    const known = this.#find(execution);
    if (known !== undefined) return known;
    const machine = execution.stateMachineArn ?? '';
    const before = this.#asking.get(machine) ?? Promise.resolve();
    const answer = before.then(() => this.#find(execution) ?? this.#ask(execution));
    this.#asking.set(
      machine,
      answer.catch(() => undefined),
    );
    return answer;
  }

  #find({ executionArn, stateMachineArn, stateMachineVersionArn, startDate }: DefinedExecution) {
    const known = this.#known.get(stateMachineVersionArn ?? executionArn ?? '');
    if (known !== undefined || stateMachineVersionArn !== undefined || startDate === undefined) return known;
    const start = startDate.getTime();
    return this.#revisions.get(stateMachineArn ?? '')?.find(({ from, to }) => from <= start && start <= to)?.definition;
  }

  async #ask(execution: DefinedExecution): Promise<StateMachine> {
    const { executionArn, stateMachineArn = '', stateMachineVersionArn, startDate } = execution;
    const sfn = await this.#sfn();
    const described = await sfn.describeStateMachineForExecution({ executionArn });
    const definition = this.#keep(
      stateMachineArn,
      described,
      stateMachineVersionArn === undefined ? startDate : undefined,
    );
    this.#known.set(stateMachineVersionArn ?? executionArn ?? '', definition, 1);
    return definition;
  }

  #keep(machine: string, described: DescribeStateMachineForExecutionOutput, startDate: Date | undefined): StateMachine {
    const text = described.definition ?? '';
    const revisions = this.#revisions.get(machine) ?? [];
    const same = revisions.find((revision) => revision.text === text);
    const definition = same?.definition ?? (JSON.parse(text) as StateMachine);
    const updateDate = described.updateDate?.getTime();
    if (updateDate === undefined || startDate === undefined) return definition;
    const start = startDate.getTime();
    const known = revisions.find((revision) => revision.updateDate === updateDate && revision.text === text);
    if (known !== undefined) known.to = Math.max(known.to, start);
    else {
      const revision = { updateDate, from: updateDate + SETTLED_MS, to: start, text, definition };
      // An engine that gives another definition the same date is not to be relied on.
      this.#revisions.set(machine, [...revisions.filter((other) => other.updateDate !== updateDate), revision]);
    }
    return definition;
  }
}
