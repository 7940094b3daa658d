/** A parsed JSONPath. */
export interface Path {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Whether the path points at one place at most; its value is then the value found, else a list of values. */
  readonly definite: boolean;
  /** The names of the members on the way, where the path is nothing but such names. */
  readonly names?: readonly string[];
  /** The index of the item, where the path is nothing but one. */
  readonly index?: number;
}

/** One step of a path. `deep` marks a step after `..`: it is taken from every value below. */
export type Segment = { readonly deep: boolean } & (
  | { readonly kind: 'names'; readonly names: readonly MemberName[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly test: Test }
  /** `[(@.length-1)]`: an index counted from the end. */
  | { readonly kind: 'fromEnd'; readonly back: number }
);

/** The name of a member. AWS looks for it as it is written; a path that escapes quotes or backslashes finds its member as well. */
export interface MemberName {
  readonly written: string;
  readonly unescaped: string;
}

/** The condition of a filter, `[?(…)]`. */
export type Test =
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand };

export const OPERATORS = ['==', '!=', '<=', '>=', '<', '>', '=~', 'in', 'nin', 'size', 'empty'] as const;

export type Operator = (typeof OPERATORS)[number];

/** What a filter compares: a literal, a regular expression, or a path from the item (`@`) or the root (`$`). */
export type Operand =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'path'; readonly from: '@' | '$'; readonly path: Path };

/** A path that is not JSONPath as Step Functions reads it. */
export class PathSyntaxError extends Error {
  constructor(text: string, at: number, detail: string) {
    super(`Invalid path '${text}' at position ${String(at)}: ${detail}`);
    this.name = 'PathSyntaxError';
  }
}
