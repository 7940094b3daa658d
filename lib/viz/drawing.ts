/** What has a place in a picture. */
export interface Drawn {
  readonly id: string;
}

/** What joins two of them. */
export interface Joined {
  readonly from: string;
  readonly to: string;
  /** Those of different kinds share no line. */
  readonly kind?: string;
}

/** Anything that can be laid out: boxes, and what joins them. */
export interface Drawing<Node extends Drawn = Drawn, Edge extends Joined = Joined> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}
