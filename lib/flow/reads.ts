import { lookUp } from '../lookup.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { leavesIn, type PartedTree } from './parted-tree.ts';
import { keyOf, keysAround, outermost, type Slot, type VisibleSlots } from './slots.ts';

/**
 * What a part that runs by itself reads of the state data around it: the entries of all ancestors of its steps. Those that lie in the
 * container of another group or part come with it, so that there are no more of them than members of the containers around.
 */
export function readsOf(
  part: PartedTree<Step>,
  { dependencies }: Pick<WorkflowPlan, 'dependencies'>,
  container: Slot['container'],
  visible: VisibleSlots,
): readonly Slot[] {
  const open = leavesIn(part).map(({ name }) => name.value);
  const inside = new Set(open);
  const passed = new Set(open);
  const around = keysAround(container);
  const reads = new Map<string, Slot>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    // What cannot be read here is received inside.
    const slot = inside.has(name) ? undefined : visible.find(name);
    if (slot !== undefined) {
      const read = outermost(slot, around);
      reads.set(keyOf(read), read);
    }
    for (const other of lookUp(dependencies, name)) {
      if (passed.has(other)) continue;
      passed.add(other);
      open.push(other);
    }
  }
  return [...reads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, slot]) => slot);
}
