import type { JsonObject } from '../../../../json.ts';
import { AwsError } from '../../../base/api/aws-error.ts';
import type { OperationName } from '../../../base/api/requests.ts';
import { requests } from '../../../base/api/requests.ts';
import { isObject } from '../../../base/data.ts';
import { ErrorName } from '../../../../states-language/error-name.ts';
import { FatalStatesError } from '../../../base/states-error.ts';
import { actionName, isOfService } from '../../aws-service.ts';
import type { Integration } from '../../integration.ts';
import { fromAnswer, toRequest } from '../../sdk/state-form.ts';
import { serviceError } from '../../sdk/service-answer.ts';
import { declaresValidation, stepFunctions } from './step-functions.ts';
import { parametersOf } from '../../parameters-of.ts';

/** Does an operation of the Step Functions API. Its answer is as on the wire; rejects with an {@link AwsError}. */
export type CallStepFunctions = (
  operation: OperationName,
  request: unknown,
  /** Makes a signal that is aborted when the task does not wait for the answer any more. */
  connection: () => AbortSignal,
) => Promise<object>;

/** Errors that come before an operation is reached: no operation declares them. */
const UNDECLARED = new Set(['SerializationException', 'UnknownOperationException', 'InternalFailure']);

/** Does the work of `aws-sdk:sfn:…` in this process. */
export function stepFunctionsCalls(perform: CallStepFunctions): Integration {
  let count = 0;
  return {
    claims: (_, resource) => isOfService(stepFunctions, resource) && resource.pattern !== 'sync',
    async perform(call, resource) {
      const parameters = parametersOf(call);
      if (!isOfService(stepFunctions, resource)) throw new Error('Only calls of Step Functions are done here.');
      const operation = operationOf(actionName(resource));
      const requestId = `00000000-0000-4000-b000-${(count += 1).toString(16).padStart(12, '0')}`;
      const request = toRequest(isObject(parameters) ? parameters : {}, stepFunctions);
      try {
        return await fromAnswer(withDates(await perform(operation, request, () => call.signal)), stepFunctions);
      } catch (thrown) {
        if (!(thrown instanceof AwsError)) throw thrown;
        const { name: code, message, status } = thrown;
        const isDeclared = code === 'ValidationException' ? declaresValidation.has(operation) : !UNDECLARED.has(code);
        throw serviceError(stepFunctions, false, { code, message, status, requestId, isDeclared });
      }
    },
  };
}

function operationOf(action: string): OperationName {
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  if (Object.hasOwn(requests, operation)) return operation as OperationName;
  throw new FatalStatesError(ErrorName.runtime, `Step Functions has no action '${action}'.`);
}

/** Dates are seconds on the wire, and texts in a state. */
function withDates(answer: object): JsonObject {
  const text = JSON.stringify(answer, (key, value: unknown) =>
    typeof value === 'number' && /(Date|^timestamp)$/.test(key) ? new Date(value * 1000).toISOString() : value,
  );
  return JSON.parse(text) as JsonObject;
}
