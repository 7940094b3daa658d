import type { DrawnState } from './state-glyphs.ts';

/** What every format draws: the steps of a plan, what they depend on, and the waits that the plan adds. */
export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** A step, or equal steps as one; or a barrier, where several steps wait for several others that not all of them depend on. */
export type PictureNode = StepNode | { readonly kind: 'barrier'; readonly id: string };

/** A step; or several that depend on the same steps and on which the same ones depend. */
export interface StepNode {
  readonly kind: 'step';
  readonly id: string;
  /** The steps' names in natural order: one, except of steps that are drawn as one. */
  readonly names: readonly string[];
  /** What stands in the box, broken where it is long. */
  readonly lines: readonly string[];
  readonly captions: readonly string[];
  /** What has become of it, in the picture of a run. */
  readonly state?: DrawnState;
  /** Whether it stands for the workers of a batch, of which there are as many as there is work. */
  readonly isStack?: true;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `decision` where it is up to a decision whether the step runs, `barrier` where the plan waits without a dependency. */
  readonly kind: 'dependency' | 'decision' | 'barrier';
}
