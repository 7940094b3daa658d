import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ChildMachine } from '../../compile.ts';
import { childMachineName } from '../../contract/state-machine-name.ts';
import { createStateMachine, type MachineSettings, type StartedMachine } from './create-state-machine.ts';
import { createMachineVersion } from './machine-alias.ts';

/** The state machine of a part, as it was made. */
export interface MadeChild extends StartedMachine {
  readonly machine: sfn.StateMachine;
}

/**
 * Makes the state machines that run parts of a workflow's tasks, by their substitution keys.
 *
 * @param isVersioned Whether a task that runs goes on with the parts that it has begun with, whatever is deployed meanwhile.
 */
export function createChildMachines(
  scope: Construct,
  children: readonly ChildMachine[],
  { isVersioned, ...settings }: MachineSettings & { readonly isVersioned: boolean },
): ReadonlyMap<string, MadeChild> {
  const [whole = ''] = settings.names;
  const made = new Map<string, MadeChild>();
  // Each after those that it starts.
  for (const { key, definition } of children.toReversed()) {
    const place = new Construct(scope, key);
    const name = childMachineName(whole, key);
    const options = { name, definition, children: made, policyId: `Calls${key}` };
    const machine = createStateMachine(place, options, settings);
    const calledArn = isVersioned ? createMachineVersion(place, machine).ref : machine.stateMachineArn;
    made.set(key, { name, machine, calledArn });
  }
  return made;
}
