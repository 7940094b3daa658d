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
  /** What runs code of this language is not on this machine. */
  | {
      readonly kind: 'interpreter-missing';
      /** What is needed, such as `Python 3.10 or later`. */
      readonly needs: string;
      readonly reason: string;
      readonly location: SourceLocation;
    }
  /** A module is imported that nothing provides: it is neither there nor required. */
  | { readonly kind: 'module-missing'; readonly name: string; readonly location: SourceLocation }
  /** The packages that are required cannot be had for the function. */
  | { readonly kind: 'requirements-failed'; readonly file: string; readonly reason: string }
  /** A package that is to lie beside the bundle is not installed, as seen from a folder. */
  | { readonly kind: 'package-missing'; readonly name: string; readonly from: string }
  /** It is installed for another system than that of the function. */
  | { readonly kind: 'package-elsewhere'; readonly name: string; readonly os: string; readonly cpu: string }
  /** Packages beside the bundle need it in several versions. */
  | { readonly kind: 'package-twice'; readonly name: string; readonly versions: readonly string[] }
  /** There is no such file to lie beside the bundle. */
  | { readonly kind: 'file-missing'; readonly path: string };
