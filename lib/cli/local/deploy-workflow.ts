import { bindFunctions } from '../../asl/functions/bind-functions.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { RESULTS_TAG } from '../../contract/machine-tags.ts';
import { childMachineName, stateMachineName } from '../../contract/state-machine-name.ts';
import type { LocalStepFunctions } from '../../local/index.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { withRules } from '../../project/index.ts';
import type { TaskTemplate } from '../../template/task-template.ts';

/** The calls that deploy a state machine: `SFN` of the AWS SDK has them, and so has the service in this process. */
export interface MachineCalls {
  createStateMachine(input: {
    readonly name: string;
    readonly definition: string;
    readonly roleArn: string;
    readonly type?: 'STANDARD' | 'EXPRESS';
    readonly tags?: { key: string; value: string }[];
  }): Promise<{ readonly stateMachineArn?: string | undefined }>;
  tagResource(input: {
    readonly resourceArn: string;
    readonly tags: { key: string; value: string }[];
  }): Promise<unknown>;
  updateStateMachine(input: { readonly stateMachineArn: string; readonly definition: string }): Promise<unknown>;
  listStateMachines(input: { readonly nextToken?: string }): Promise<{
    readonly stateMachines?:
      readonly { readonly name?: string | undefined; readonly stateMachineArn?: string | undefined }[] | undefined;
    readonly nextToken?: string | undefined;
  }>;
}

/** The calls of a service in this process, in the form of the SDK's. */
export function callsOf(service: LocalStepFunctions): MachineCalls {
  return {
    createStateMachine: (input) => service.call('CreateStateMachine', input),
    updateStateMachine: (input) => service.call('UpdateStateMachine', input),
    listStateMachines: (input) => service.call('ListStateMachines', input),
    tagResource: (input) => service.call('TagResource', input),
  };
}

/** Local engines take any role. */
const ROLE = 'arn:aws:iam::123456789012:role/tasker-sfn-local';

/** Where a workflow is deployed, beside the machine itself. */
export interface WorkflowPlace {
  /** The ARN of the function of a substitution key. */
  readonly functionOf: (key: string) => string;
  readonly prefix?: string | undefined;
  /** Where its functions park results, and operators' notes are kept. @default nobody needs to know */
  readonly results?: string | undefined;
}

/** Creates the state machine of a workflow, or changes it to what the workflow is now; returns its ARN. */
export async function deployWorkflow(
  calls: MachineCalls,
  { template, definition, children }: CompiledWorkflow,
  { functionOf, prefix, results }: WorkflowPlace,
): Promise<string> {
  const name = machineNameOf(template, prefix);
  const parts = new Map<string, string>();
  const bind = (machine: StateMachine) => {
    return JSON.stringify(bindFunctions(machine, (key) => parts.get(key) ?? functionOf(key)));
  };
  // Each after those that it starts.
  for (const child of children.toReversed()) {
    const machine = { name: childMachineName(name, child.key), definition: bind(child.definition) };
    parts.set(child.key, await deployMachine(calls, machine));
  }
  return deployMachine(calls, {
    name,
    definition: bind(withRules(definition, template)),
    ...(results !== undefined && { tags: [{ key: RESULTS_TAG, value: results }] }),
  });
}

/** Creates a state machine, or changes the one of its name to what it is now; returns its ARN. */
export async function deployMachine(
  calls: MachineCalls,
  machine: {
    readonly name: string;
    readonly definition: string;
    readonly type?: 'STANDARD' | 'EXPRESS';
    readonly tags?: { key: string; value: string }[];
  },
): Promise<string> {
  const { name, definition, tags } = machine;
  try {
    const { stateMachineArn = '' } = await calls.createStateMachine({ ...machine, roleArn: ROLE });
    return stateMachineArn;
  } catch (error) {
    if ((error as Error).name !== 'StateMachineAlreadyExists') throw error;
    const stateMachineArn = await findMachine(calls, name);
    await calls.updateStateMachine({ stateMachineArn, definition });
    if (tags !== undefined) await calls.tagResource({ resourceArn: stateMachineArn, tags });
    return stateMachineArn;
  }
}

/** The name of a workflow's state machine. */
export function machineNameOf({ namespace, name, version }: TaskTemplate, prefix?: string): string {
  return stateMachineName({ namespace: namespace.value, name: name.value, version: version.value }, prefix);
}

async function findMachine(calls: MachineCalls, name: string): Promise<string> {
  let nextToken: string | undefined;
  do {
    const page = await calls.listStateMachines(nextToken === undefined ? {} : { nextToken });
    const found = page.stateMachines?.find((machine) => machine.name === name)?.stateMachineArn;
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  throw new Error(`The state machine "${name}" exists, but is not listed.`);
}
