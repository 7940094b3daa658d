import { formatArn, readArn } from '../../../states-language/arn.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import { isArray } from '../../base/data.ts';
import type { MapRunChild } from './map-run-record.ts';
import { parseData } from '../../base/json-text.ts';

/** How the results of children that succeeded are told: all that is known, the output alone, or the items of outputs. */
export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** The results of children, in their order. Only an output of one that succeeded is transformed. */
export function transformResults(children: readonly MapRunChild[], transformation: Transformation): JsonValue[] {
  return children.flatMap((child): readonly JsonValue[] => {
    if (transformation === 'NONE' || child.status !== 'SUCCEEDED') return [describe(child)];
    const output = parseData(child.output ?? 'null');
    // A list in a list: it is taken apart once.
    return transformation === 'FLATTEN' && isArray(output) ? output : [output];
  });
}

/** All that is known of a child, its input and output as texts. */
function describe(child: MapRunChild): JsonObject {
  const { status, input, arn, output, error, cause, redriveCount, startDate, stopDate } = child;
  if (arn === undefined) return { Input: input, InputDetails: { Included: true }, Status: status };
  const { name, ...of } = readArn(arn, 'execution');
  return {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: output }),
    OutputDetails: { Included: true },
    RedriveCount: redriveCount,
    ...(status === 'SUCCEEDED'
      ? { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : { RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' }),
    ...(startDate !== undefined && { StartDate: new Date(startDate).toISOString() }),
    StateMachineArn: formatArn({ ...of, kind: 'stateMachine' }),
    Status: status,
    ...(stopDate !== undefined && { StopDate: new Date(stopDate).toISOString() }),
  };
}
