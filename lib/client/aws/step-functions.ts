import type {
  SFN,
  DescribeExecutionInput,
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  RedriveExecutionInput,
  RedriveExecutionOutput,
  SFNClientConfig,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';

/** The calls that the client makes. `SFN` of `@aws-sdk/client-sfn` answers them, and so can a fake. */
export interface StepFunctions {
  /** Starts a task. */
  startExecution(input: StartExecutionInput): Promise<StartExecutionOutput>;
  /** Cancels a task. */
  stopExecution(input: StopExecutionInput): Promise<StopExecutionOutput>;
  /** Goes on with a task that has ended before it was complete. */
  redriveExecution(input: RedriveExecutionInput): Promise<RedriveExecutionOutput>;
  /** Reads a task's status, request and outcome. */
  describeExecution(input: DescribeExecutionInput): Promise<DescribeExecutionOutput>;
  /** Reads the definition that new tasks run. */
  describeStateMachine(input: DescribeStateMachineInput): Promise<DescribeStateMachineOutput>;
  /** Reads the definition that a task runs. */
  describeStateMachineForExecution(
    input: DescribeStateMachineForExecutionInput,
  ): Promise<DescribeStateMachineForExecutionOutput>;
  /** Reads what the steps of a task did. */
  getExecutionHistory(input: GetExecutionHistoryInput): Promise<GetExecutionHistoryOutput>;
  /** Lists the tasks of a template. */
  listExecutions(input: ListExecutionsInput): Promise<ListExecutionsOutput>;
  /** Finds templates. */
  listStateMachines(input: ListStateMachinesInput): Promise<ListStateMachinesOutput>;
  /** Finds where notes on dead letters are kept. @default nowhere */
  listTagsForResource?(input: ListTagsForResourceInput): Promise<ListTagsForResourceOutput>;
}

/** Connects at the first call: loading the AWS SDK takes longer than everything else at start. */
export function connectLazily(connection: SFNClientConfig): () => Promise<StepFunctions> {
  let connected: Promise<StepFunctions> | undefined;
  return () => (connected ??= import('@aws-sdk/client-sfn').then(({ SFN }) => withTraces(new SFN(connection))));
}

const TRACE_HEADER = 'X-Amzn-Trace-Id';

/** On Lambda the SDK sends the trace of the invocation along, which Step Functions prefers to that of the request. */
function withTraces(sfn: SFN): SFN {
  sfn.middlewareStack.add(
    (next) => async (args) => {
      const { input, request } = args;
      const trace = 'traceHeader' in input ? input.traceHeader : undefined;
      if (trace !== undefined) (request as { headers: Record<string, string> }).headers[TRACE_HEADER] = trace;
      return next(args);
    },
    { step: 'build', priority: 'high', name: 'traceOfRequest' },
  );
  return sfn;
}
