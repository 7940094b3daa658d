import { auxiliaryName, goOnName, taskName } from './state-names.ts';

/** What a state does for a step. */
export interface StateRole {
  /** The step that it serves. */
  readonly step: string;
  /**
   * `task` runs the step's handler, `failed` records its failure, `skipped` that decisions passed it over, `await` waits for
   * dependencies in other branches, `publish` publishes the events of a run that gave no answer, `go on` starts a child execution for a
   * step that yields for long, and `goes on` runs its handler there.
   */
  readonly role: 'task' | 'failed' | 'skipped' | 'await' | 'publish' | 'go on' | 'goes on';
}

/** The roles that states have, by their names, which follow from the steps alone. A machine need not have all of these states. */
export function stateRoles(
  steps: readonly { readonly name: string; readonly type: string }[],
): ReadonlyMap<string, StateRole> {
  return new Map(
    steps.flatMap(({ name, type }): [string, StateRole][] => [
      [taskName(name), { step: name, role: 'task' }],
      [goOnName(name), { step: name, role: 'go on' }],
      [auxiliaryName(name, 'goes on'), { step: name, role: 'goes on' }],
      [auxiliaryName(name, 'failed'), { step: name, role: 'failed' }],
      [auxiliaryName(name, 'await'), { step: name, role: 'await' }],
      [auxiliaryName(name, 'skipped'), { step: name, role: 'skipped' }],
      [auxiliaryName(name, 'publish'), { step: name, role: 'publish' }],
      ...(type === 'batch_worker' ? batchRoles(name) : []),
      // Of a step that waits for steps of other branches.
      [auxiliaryName(name, 'not met'), { step: name, role: 'failed' }],
    ]),
  );
}

function batchRoles(name: string): readonly [string, StateRole][] {
  // What tells of a worker that failed, and of a batch, once its workers have ended.
  const failures = ['child failed', 'incomplete', 'children failed', 'batch stopped', 'batch broken'];
  return [
    [auxiliaryName(name, 'child'), { step: name, role: 'task' }],
    [auxiliaryName(name, 'child go on'), { step: name, role: 'go on' }],
    [auxiliaryName(name, 'child goes on'), { step: name, role: 'goes on' }],
    [auxiliaryName(name, 'child publish'), { step: name, role: 'publish' }],
    ...failures.map((role): [string, StateRole] => [auxiliaryName(name, role), { step: name, role: 'failed' }]),
  ];
}
