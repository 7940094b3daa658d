import type { Bundling } from './bundling.ts';
import type { HandlerLocation } from './handler-location.ts';
import type { Publication } from './publication.ts';
import type { SourceProblem } from './source-problem.ts';

/** The system of the functions, for which packages with native modules must be installed. */
export interface TargetSystem {
  readonly os: 'linux';
  readonly cpu: 'arm64' | 'x64';
}

/** Which handlers are bundled, and for what. */
export interface BundleRequest {
  /** The folder with the handlers; it must exist. */
  readonly dir: string;
  /** The handlers to bundle, by their canonical names. */
  readonly handlers: ReadonlyMap<string, HandlerLocation>;
  /** The folder to write to: it gets one folder per handler. */
  readonly outDir: string;
  /** @default everything is bundled but the AWS SDK */
  readonly bundling?: Bundling | undefined;
  /**
   * The processor of the function that a handler becomes, by the handler's canonical name.
   *
   * @default bundles run on this machine: they find what Lambda has, and what lies beside them, where it is installed
   */
  readonly cpuOf?: ((callable: string) => TargetSystem['cpu']) | undefined;
  /** Whether a debugger will show the code: it is not minified then. @default it is minified, as it is deployed */
  readonly isReadable?: boolean | undefined;
  /** The domain events of the steps that a handler serves, by the handler's canonical name. @default none */
  readonly publications?: ReadonlyMap<string, Publication> | undefined;
}

/** A handler in the form in which it is deployed. */
export interface BundledHandler extends HandlerLocation {
  /** The folder to deploy, which holds what belongs to the function and nothing else; its function is `index.handler`. */
  readonly folder: string;
  /** The module `index` in that folder. */
  readonly entry: string;
  /** The runtime of Lambda that it is made for, such as `python3.13`. */
  readonly runtime: string;
  /**
   * Runs it on this machine as a custom runtime: a program and its arguments, which takes events from the Lambda Runtime API.
   *
   * @default the entry is a module that Node.js runs
   */
  readonly command?: readonly string[];
  /** Size of the code that a cold start loads. */
  readonly bytes: number;
  /** Size of what lies beside it, and is loaded once a run needs it. @default 0 */
  readonly laterBytes?: number;
  /** The files that it is made from, all absolute. */
  readonly sources: readonly string[];
  /** The same sources give the same hash, wherever they are built. */
  readonly hash: string;
}

/** Bundled handlers by their canonical names. */
export type HandlerBundle = ReadonlyMap<string, BundledHandler>;

/** What becomes of the handlers of a language. */
export interface LanguageBundle {
  readonly bundle: HandlerBundle;
  readonly problems: readonly SourceProblem[];
}
