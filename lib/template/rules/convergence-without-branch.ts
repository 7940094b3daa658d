import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';
import type { Step } from '../task-template.ts';

/**
 * A step of type `deferred_convergence` that follows a decision joins those of its dependencies that the decision
 * created; the decision itself does not count. This one lists none of them, so it would never run.
 *
 * **Fix:** list the steps whose branches it joins, here `ship`.
 *
 * @see Tasker: "Deferred convergence".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: receive, handler: { callable: ReceiveHandler } }
 *   - { name: route, type: decision, handler: { callable: RouteHandler }, dependencies: [receive] }
 *   - { name: ship, handler: { callable: ShipHandler }, dependencies: [route] }
 *   - { name: close, type: deferred_convergence, handler: { callable: CloseHandler }, dependencies: [route] }
 * ```
 */
export const convergenceWithoutBranch = rule({
  code: 'convergence-without-branch',
  severity: 'error',
  message: ({ step }: { step: string }) =>
    `The convergence ${quote(step)} would never run: it depends on no step that a decision could have created.`,
  hint: () => 'Let it depend on the steps whose branches it joins; the decision itself does not count.',
  check(draft, report) {
    const { steps } = draft.template;
    if (!draft.allStepsKnown || steps.some((step) => isDamaged(draft, step, 'type'))) return;
    const created = descendants(steps);
    const decisions = new Set(steps.filter(({ type }) => type.value === 'decision').map(({ name }) => name.value));
    for (const step of steps) {
      if (step.type.value !== 'deferred_convergence' || !created.has(step.name.value)) continue;
      if (isDamaged(draft, step, 'dependencies')) continue;
      const joins = step.dependencies.some(({ value }) => created.has(value) && !decisions.has(value));
      if (!joins) report(step.name.span, { step: step.name.value });
    }
  },
});

/** The steps that follow a decision, directly or through others. */
function descendants(steps: readonly Step[]): ReadonlySet<string> {
  const followers = new Map<string, string[]>();
  for (const { name, dependencies } of steps) {
    for (const { value } of dependencies) followers.set(value, [...(followers.get(value) ?? []), name.value]);
  }
  const found = new Set<string>();
  const open = steps.filter(({ type }) => type.value === 'decision').map(({ name }) => name.value);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const follower of followers.get(name) ?? []) {
      if (found.has(follower)) continue;
      found.add(follower);
      open.push(follower);
    }
  }
  return found;
}
