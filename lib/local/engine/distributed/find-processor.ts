import type { State, SubMachine } from '../../../states-language/types.ts';
import { isDistributed } from '../../base/state-fields.ts';
import { unnamedLabel } from '../../base/arns.ts';

/**
 * The machine that the child executions of a distributed Map run, found by their machine's ARN: that of the machine around
 * it, with the Map's label behind it.
 */
export function findProcessor(
  machine: SubMachine,
  machineArn: string,
  childMachineArn: string,
): SubMachine | undefined {
  for (const [name, state] of Object.entries(machine.States)) {
    for (const inner of machinesIn(state)) {
      const label = state.Type === 'Map' ? labelOf(name, state, machineArn) : undefined;
      const arn = label === undefined ? machineArn : `${machineArn}/${label}`;
      if (label !== undefined && arn === childMachineArn) return { StartAt: inner.StartAt, States: inner.States };
      const found = findProcessor(inner, arn, childMachineArn);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function labelOf(name: string, state: State & { readonly Type: 'Map' }, machineArn: string): string | undefined {
  if (!isDistributed(state)) return undefined;
  return state.Label ?? unnamedLabel(machineArn, name);
}

function machinesIn(state: State): readonly SubMachine[] {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  const processor = state.ItemProcessor ?? state.Iterator;
  return processor === undefined ? [] : [processor];
}
