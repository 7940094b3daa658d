import type {
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
  SFNClientConfig,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';

/** The calls that the client makes. `SFN` of `@aws-sdk/client-sfn` answers them, and so can a fake. */
export interface StepFunctions {
  startExecution(input: StartExecutionInput): Promise<StartExecutionOutput>;
  stopExecution(input: StopExecutionInput): Promise<StopExecutionOutput>;
  describeExecution(input: DescribeExecutionInput): Promise<DescribeExecutionOutput>;
  describeStateMachine(input: DescribeStateMachineInput): Promise<DescribeStateMachineOutput>;
  describeStateMachineForExecution(
    input: DescribeStateMachineForExecutionInput,
  ): Promise<DescribeStateMachineForExecutionOutput>;
  getExecutionHistory(input: GetExecutionHistoryInput): Promise<GetExecutionHistoryOutput>;
  listExecutions(input: ListExecutionsInput): Promise<ListExecutionsOutput>;
  listStateMachines(input: ListStateMachinesInput): Promise<ListStateMachinesOutput>;
}

/** Connects at the first call: loading the AWS SDK takes longer than everything else at start. */
export function connectLazily(connection: SFNClientConfig): () => Promise<StepFunctions> {
  let connected: Promise<StepFunctions> | undefined;
  return () => (connected ??= import('@aws-sdk/client-sfn').then(({ SFN }) => new SFN(connection)));
}
