import { formatArn, readArn } from '../../states-language/arn.ts';
import { beginningOf, startOf } from '../../states-language/history.ts';
import type { Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import type { Service } from './service.ts';
import type { Revision } from './state-machines.ts';

/** Keeps the Map Runs of a Standard execution, and their child executions. */
export function kept(
  service: Service,
  revision: Revision,
): Required<Pick<ExecutionOptions, 'onChildExecution' | 'observeChild' | 'onMapRun'>> {
  return {
    observeChild: (child) => {
      const { name, machine: machineName } = readArn(child.arn, 'execution');
      return service.observe({ ...child, name, machineName });
    },
    onChildExecution: (child, mapRunArn, items) => {
      keepChild(service, child, mapRunArn, items, revision);
    },
    onMapRun: (mapRunArn, executionArn) => {
      service.executions.addMapRun(mapRunArn, executionArn);
    },
  };
}

/** A child execution of a distributed Map is one like others; its machine is named after the Map. */
function keepChild(service: Service, child: Execution, mapRunArn: string, items: number, revision: Revision): void {
  const known = service.executions.get(child.arn);
  if (known !== undefined) {
    const { redriveCount = 0 } = known;
    service.executions.resume(child, { redriveCount: redriveCount + 1, redriveDate: service.clock.now() });
    return;
  }
  service.executions.add(child, {
    arn: child.arn,
    name: readArn(child.arn, 'execution').name,
    machineArn: childMachineArn(mapRunArn),
    mapRunArn,
    itemCount: items,
    input: startOf(child.history)?.input ?? '{}',
    revision,
    startDate: beginningOf(child.history) ?? service.clock.now(),
  });
}

/** The machine that the child executions of a Map Run are counted to. */
export function childMachineArn(mapRunArn: string): string {
  return formatArn({ ...readArn(mapRunArn, 'mapRun'), kind: 'stateMachine' });
}
