import { AwsError } from '../base/api/aws-error.ts';
import { StatesError } from '../base/states-error.ts';
import type { Execution } from '../engine/execution.ts';
import { findQualified } from './find-machine.ts';
import { startExpress, startStandard } from './run-execution.ts';
import type { StartNested } from '../tasks/services/step-functions/nested-executions.ts';
import type { Service } from './service.ts';
import { printData } from '../base/json-text.ts';

/** A nested execution shows in the service like any other. What the API refuses becomes the error of the task. */
export function startNested(
  service: Service,
  { stateMachineArn, input, name, startedBy }: Parameters<StartNested>[0],
): Execution | undefined {
  try {
    const target = findQualified(service, stateMachineArn);
    const request = { input: printData(input), startedBy, ...(name !== undefined && { name }) };
    if (target.machine.type === 'EXPRESS') return startExpress(service, target, request).execution;
    return service.executions.live(startStandard(service, target, request).arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.name === 'StateMachineDoesNotExist') return undefined;
    throw new StatesError(
      `StepFunctions.${error.name}Exception`,
      `${error.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name})`,
    );
  }
}
