import type { MapRunRecord } from '../engine/distributed/map-run-record.ts';
import type { Redrivable } from '../engine/redrive/not-redrivable.ts';
import type { Revision } from './state-machines.ts';

export type ExecutionStatus = Redrivable['status'];

/** What is known of an execution but for its history; dates in ms since 1970. */
export interface ExecutionRecord {
  /** The order of starts. */
  readonly sequence: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly mapRunArn?: string;
  /** How many items a child execution of a Map Run is for. */
  readonly itemCount?: number;
  readonly traceHeader?: string;
  /** JSON text. */
  readonly input: string;
  readonly revision: Revision;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount?: number;
  readonly redriveDate?: number;
  /** The latest redrives, by the tokens of their requests. */
  readonly redrives?: readonly { readonly token: string; readonly date: number }[];
  /** The test case of the mock configuration that it runs in. */
  readonly testCase?: string;
  /** How many events its history has, once it has ended. */
  readonly eventCount?: number;
  /** The runs of its distributed Maps, once it has ended. */
  readonly mapRuns?: readonly MapRunRecord[];
  /** How often each mocked state was asked, once it has ended. */
  readonly invocations?: Readonly<Record<string, number>>;
}

/** What {@link Executions} says of an execution that starts. */
export type StartedExecution = Omit<ExecutionRecord, 'sequence' | 'status' | 'stopDate' | 'output' | 'error' | 'cause'>;

/** What a redrive changes in the record. */
export type RedrivenExecution = Required<Pick<ExecutionRecord, 'redriveCount' | 'redriveDate'>> &
  Pick<ExecutionRecord, 'redrives'>;
