import { formatArn } from '../../../states-language/arn.ts';
import type { JsonObject } from '../../../json.ts';
import type { Track } from '../../engine/track.ts';
import type { StateTestOptions } from './state-test-options.ts';

/** Makes the context object of a state whose machine and execution nobody knows. */
export function testContext({ found, input, roleArn, place, clock, random }: StateTestOptions) {
  const machine = random.uuid();
  const name = random.uuid();
  const executionArn = formatArn({ ...place, kind: 'express', machine, name });
  const stateMachineArn = formatArn({ ...place, kind: 'stateMachine', machine });
  const now = new Date(clock.now()).toISOString();
  const retries: JsonObject = ['Task', 'Parallel', 'Map'].includes(found.state.Type) ? { RetryCount: 0 } : {};
  return (track: Track, token: string | undefined): JsonObject => ({
    Execution: {
      Id: executionArn,
      Input: input,
      Name: name,
      RoleArn: roleArn ?? null,
      StartTime: now,
    },
    StateMachine: { Id: stateMachineArn, Name: machine },
    State: { Name: found.name, EnteredTime: now, ...retries },
    ...(track.item !== undefined && { Map: { Item: { ...track.item } } }),
    ...(token !== undefined && { Task: { Token: token } }),
  });
}
