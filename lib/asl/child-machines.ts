import { formatArn } from '../states-language/arn.ts';
import { inlineChildren } from '../states-language/inline-children.ts';
import type { StateMachine } from '../states-language/types.ts';
import type { ChildMachine } from './emit-program.ts';
import { bindFunctions, localFunctionArn } from './functions/bind-functions.ts';

/** A workflow's state machine, and those of its parts. */
export interface Machines {
  readonly definition: StateMachine;
  readonly children: readonly ChildMachine[];
}

/** The definitions of all of them, that of the whole task first. */
export function definitionsOf({ definition, children }: Machines): readonly StateMachine[] {
  return [definition, ...children.map((child) => child.definition)];
}

/** The state machine as it would be were its parts not machines of their own: what an `ExecutionView` reads. */
export function wholeDefinition({ definition, children }: Machines): StateMachine {
  const machines = new Map(children.map((child) => [`\${${child.key}}`, child.definition]));
  return inlineChildren(definition, ({ stateMachine }) => machines.get(stateMachine));
}

/** What of a workflow runs on this machine. */
export interface LocalMachines {
  readonly definition: StateMachine;
  /** Those that it starts, by their ARNs. */
  readonly machines: ReadonlyMap<string, StateMachine>;
}

/** A workflow with the ARNs of functions and machines on this machine, by their keys. */
export function bindMachines({ definition, children }: Machines): LocalMachines {
  const arns = new Map(
    children.map(({ key }) => [
      key,
      formatArn({ kind: 'stateMachine', partition: 'aws', region: 'us-east-1', account: '123456789012', machine: key }),
    ]),
  );
  const bind = (machine: StateMachine) => bindFunctions(machine, (key) => arns.get(key) ?? localFunctionArn(key));
  return {
    definition: bind(definition),
    machines: new Map(children.map((child) => [arns.get(child.key) ?? '', bind(child.definition)])),
  };
}
