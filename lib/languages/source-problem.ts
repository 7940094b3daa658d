/** A place in a source file; lines and columns count from 1. */
export interface SourceLocation {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a handler's source. */
export type SourceProblem =
  /** The handler's name is computed, so that it cannot be known without running the code. */
  | { readonly kind: 'name-not-literal'; readonly handler: string; readonly location: SourceLocation }
  | { readonly kind: 'build-failed'; readonly reason: string; readonly location: SourceLocation }
  /** A native module is loaded, which no bundle can hold. */
  | { readonly kind: 'native-module'; readonly location: SourceLocation }
  /** A module is loaded that the bundler cannot see, so that it is not in the bundle. */
  | { readonly kind: 'computed-name'; readonly location: SourceLocation }
  /** A package that is to lie beside the bundle is not installed, as seen from a folder. */
  | { readonly kind: 'package-missing'; readonly name: string; readonly from: string }
  /** It is installed for another system than that of the function. */
  | { readonly kind: 'package-elsewhere'; readonly name: string; readonly os: string; readonly cpu: string }
  /** Packages beside the bundle need it in several versions. */
  | { readonly kind: 'package-twice'; readonly name: string; readonly versions: readonly string[] }
  /** There is no such file to lie beside the bundle. */
  | { readonly kind: 'file-missing'; readonly path: string };
