import type { Step } from '../template/task-template.ts';

/** What the planner knows of a step. */
export interface PlannedStep {
  readonly name: string;
  /** How long the step usually takes, in ms; above 0. */
  readonly duration: number;
  /** Whether somebody said so, or we assume it. */
  readonly known: boolean;
}

/** The steps as the planner sees them. A step of unknown duration is assumed to take as long as the others, by the median. */
export function plannedSteps(steps: readonly Step[], durations: ReadonlyMap<string, number>): readonly PlannedStep[] {
  const known = steps.map((step) => durations.get(step.name.value) ?? step.expectedDurationMs);
  const sorted = known.filter((duration) => duration !== undefined).sort((a, b) => a - b);
  const assumed = sorted[sorted.length >> 1] ?? 1000;
  return steps.map((step, index) => ({
    name: step.name.value,
    duration: Math.max(1, known[index] ?? assumed),
    known: known[index] !== undefined,
  }));
}
