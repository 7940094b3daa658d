import type { Step } from '../template/task-template.ts';

/**
 * The shape in which steps run: nested sequences and parallels. No sequence lies directly in a sequence, no parallel
 * directly in a parallel, and neither has fewer than two children. Branches are sorted by their smallest step name, so
 * that the order of steps in the file does not matter.
 */
export type Region = StepRegion | SequenceRegion | ParallelRegion;

/** One step. */
export interface StepRegion {
  readonly kind: 'step';
  /** The step. */
  readonly step: Step;
}

/** Regions that run one after the other. */
export interface SequenceRegion {
  readonly kind: 'sequence';
  /** The regions, in order. */
  readonly items: readonly Region[];
}

/** Regions that run at the same time. */
export interface ParallelRegion {
  readonly kind: 'parallel';
  /** The regions, sorted by their smallest step name. */
  readonly branches: readonly Region[];
}

/** The steps of a region, in tree order. */
export function stepsOf(region: Region): readonly Step[] {
  switch (region.kind) {
    case 'step':
      return [region.step];
    case 'sequence':
      return region.items.flatMap(stepsOf);
    case 'parallel':
      return region.branches.flatMap(stepsOf);
  }
}
