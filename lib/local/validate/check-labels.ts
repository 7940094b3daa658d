import { isArray, isObject } from '../base/data.ts';
import type { Problems } from './problem.ts';

/** Checks that no two distributed Maps of a definition have one label: it is a part of the ARNs of their Map Runs. */
export function checkLabels(machine: unknown, location: string, labels: Set<string>, problems: Problems): void {
  if (!isObject(machine) || !isObject(machine['States'])) return;
  for (const [name, state] of Object.entries(machine['States'])) {
    if (!isObject(state)) continue;
    const where = `${location}/States/${name}`;
    const { Label: label, Branches: branches } = state;
    if (typeof label === 'string') {
      if (labels.has(label)) problems.error('DUPLICATE_LABEL_NAME', `${where}/Label`, `Duplicate Label name: ${label}`);
      labels.add(label);
    }
    for (const field of ['ItemProcessor', 'Iterator']) {
      checkLabels(state[field], `${where}/${field}`, labels, problems);
    }
    if (!isArray(branches)) continue;
    for (const [index, branch] of branches.entries()) {
      checkLabels(branch, `${where}/Branches[${String(index)}]`, labels, problems);
    }
  }
}
