import { TaskTokenError } from '../../engine/task/task-tokens.ts';
import { AwsError } from '../../base/api/aws-error.ts';
import type { Operation } from '../service.ts';

export const sendTaskSuccess: Operation<'SendTaskSuccess'> = ({ tokens }, { taskToken, output }) =>
  answered(() => {
    tokens.sendTaskSuccess(taskToken, output);
  });

export const sendTaskFailure: Operation<'SendTaskFailure'> = ({ tokens }, { taskToken, error, cause }) =>
  answered(() => {
    tokens.sendTaskFailure(taskToken, error, cause);
  });

export const sendTaskHeartbeat: Operation<'SendTaskHeartbeat'> = ({ tokens }, { taskToken }) =>
  answered(() => {
    tokens.sendTaskHeartbeat(taskToken);
  });

function answered(send: () => void): object {
  try {
    send();
  } catch (error) {
    if (error instanceof TaskTokenError) throw new AwsError(error.name, error.message);
    throw error;
  }
  return {};
}
