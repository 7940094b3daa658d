import type { SubMachine } from './types.ts';

/** Whether a machine has a Map, at any depth, whose iterations run in child executions of the machine itself. */
export function hasDistributedMap({ States }: SubMachine): boolean {
  return Object.values(States).some((state) => {
    switch (state.Type) {
      case 'Parallel':
        return state.Branches.some(hasDistributedMap);
      case 'Map': {
        const processor = state.ItemProcessor ?? state.Iterator;
        if (processor === undefined) return false;
        return state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' || hasDistributedMap(processor);
      }
      default:
        return false;
    }
  });
}
