import type { Region } from '../plan/region.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';

/** For a step that waits: by producer, the steps whose entries the producer brings, itself among them; sorted. */
export type Delivery = ReadonlyMap<string, readonly string[]>;

/**
 * What travels over each rendezvous, by the name of the step that waits: the entries of those of its ancestors that its
 * own branch does not hold. Each is brought by one producer, which has them all, as they are its ancestors too.
 */
export function deliveriesOf(plan: WorkflowPlan): ReadonlyMap<string, Delivery> {
  const deliveries = new Map<string, Delivery>();
  visit(plan.region, new Set());
  return deliveries;

  /** Visits a region that sees the entries of `visible`, and returns what is visible after it. */
  function visit(region: Region, visible: ReadonlySet<string>): ReadonlySet<string> {
    switch (region.kind) {
      case 'step': {
        const name = region.step.name.value;
        const producers = plan.rendezvous.get(name);
        if (producers === undefined) return new Set([...visible, name]);
        const delivery = deliver(name, producers, visible);
        deliveries.set(name, delivery);
        return new Set([...visible, ...[...delivery.values()].flat(), name]);
      }
      case 'sequence':
        return region.items.reduce((sofar, item) => visit(item, sofar), visible);
      case 'parallel':
        return new Set(region.branches.flatMap((branch) => [...visit(branch, visible)]));
    }
  }

  function deliver(consumer: string, producers: readonly string[], visible: ReadonlySet<string>): Delivery {
    const missing = [...plan.ancestors.get(consumer)!].filter((name) => !visible.has(name)).sort();
    const bringerOf = (name: string) =>
      producers.find((producer) => producer === name || plan.ancestors.get(producer)!.has(name));
    return new Map(producers.map((producer) => [producer, missing.filter((name) => bringerOf(name) === producer)]));
  }
}
