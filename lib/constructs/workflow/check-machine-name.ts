import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The machines of each app, by account, region and name. */
const machines = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Sees to it that synthesis fails when two workflows of an app would make the same state machine: whichever stack is deployed
 * last would fail, or take the machine over.
 */
export function checkMachineName(workflow: IConstruct, name: string): void {
  const { root } = workflow.node;
  const known = machines.get(root) ?? new Map<string, IConstruct>();
  machines.set(root, known);
  const key = `${Stack.of(workflow).environment} ${name}`;
  const first = known.get(key);
  if (first === undefined) known.set(key, workflow);
  else {
    const message =
      `The state machine "${name}" is made by "${first.node.path}" already. ` +
      'Give each environment in an account and region a "prefix", or deploy the template once.';
    workflow.node.addValidation({ validate: () => [message] });
  }
}
