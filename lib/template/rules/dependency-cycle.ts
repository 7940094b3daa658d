import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import { findCycles } from '../../graph/find-cycles.ts';
import type { Rule } from '../rule.ts';
import type { Step } from '../task-template.ts';

/** No step depends on itself by way of others: all of them would wait for ever. Tasker: "CYCLE_DETECTED". */
export const dependencyCycle: Rule = ({ template }, report) => {
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
      report('dependency-cycle', steps.get(cycle[0]!)!.name.span, { cycle }, related);
    }
  }
};

/** The places of a step's dependencies, by name. Its own name among them is another rule's matter. */
function dependenciesOf({ name, dependencies }: Step): Map<string, Span> {
  return new Map(dependencies.filter(({ value }) => value !== name.value).map(({ value, span }) => [value, span]));
}

function namesIn(edges: ReadonlyMap<string, ReadonlyMap<string, Span>>): Map<string, readonly string[]> {
  return new Map([...edges].map(([step, dependencies]) => [step, [...dependencies.keys()]]));
}
