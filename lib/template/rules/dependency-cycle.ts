import type { Span } from '../../diagnostics/source.ts';
import { count, quote } from '../../diagnostics/wording.ts';
import { findCycles } from '../../graph/find-cycles.ts';
import { rule } from '../rule.ts';
import type { Step } from '../task-template.ts';

const LONGEST_CIRCLE = 20;

/**
 * Steps depend on each other in a circle, so none of them could ever start. The whole circle is shown, with the place
 * of every dependency in it.
 *
 * **Fix:** remove one of the dependencies.
 *
 * @see Tasker: "CYCLE_DETECTED".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: pack, handler: { callable: PackHandler }, dependencies: [ship] }
 *   - { name: ship, handler: { callable: ShipHandler }, dependencies: [pack] }
 * ```
 */
export const dependencyCycle = rule({
  code: 'dependency-cycle',
  severity: 'error',
  message: ({ cycle }: { cycle: readonly string[] }) => `Steps wait for each other in a circle: ${circle(cycle)}.`,
  hint: () => 'Remove one of these dependencies.',
  check({ template }, report) {
    // Of several steps with one name, which is a mistake of its own, the first counts.
    const steps = new Map(template.steps.toReversed().map((step) => [step.name.value, step]));
    const edges = new Map([...steps].map(([name, step]) => [name, dependenciesOf(step)]));
    // Cycles that share a step are found in turn, since each search gives cycles that share none.
    for (let cycles = findCycles(namesIn(edges)); cycles.length > 0; cycles = findCycles(namesIn(edges))) {
      for (const cycle of cycles) {
        const related = cycle.map((step, index) => {
          const dependency = cycle[(index + 1) % cycle.length]!;
          const span = edges.get(step)!.get(dependency)!;
          edges.get(step)!.delete(dependency);
          return { message: `${quote(step)} depends on ${quote(dependency)}.`, span };
        });
        report(steps.get(cycle[0]!)!.name.span, { cycle }, related);
      }
    }
  },
});

function circle(steps: readonly string[]): string {
  const shown = steps.slice(0, LONGEST_CIRCLE).map(quote);
  const rest = steps.length - shown.length;
  return [...shown, ...(rest > 0 ? [count(rest, 'other step')] : []), quote(steps[0])].join(' → ');
}

/** The places of a step's dependencies, by name. Its own name among them is another rule's matter. */
function dependenciesOf({ name, dependencies }: Step): Map<string, Span> {
  return new Map(dependencies.filter(({ value }) => value !== name.value).map(({ value, span }) => [value, span]));
}

function namesIn(edges: ReadonlyMap<string, ReadonlyMap<string, Span>>): Map<string, readonly string[]> {
  return new Map([...edges].map(([step, dependencies]) => [step, [...dependencies.keys()]]));
}
