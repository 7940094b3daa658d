/** A function that is hosted as Lambda would: code that is bundled and ready to run. */
export interface HostedFunction {
  /** Path of the ES module that exports `handler`. */
  readonly file: string;
  /**
   * What tells this code from earlier code in the same file: where it is another one, the module is loaded anew.
   * @default the file is loaded once in each process
   */
  readonly version?: string;
  /** MB that the function's heap may take. @default 128 */
  readonly memory?: number;
  /** Seconds that an invocation may take. @default 3 */
  readonly timeout?: number;
  /** Variables of its own, over those of the host. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lambda's defaults. */
export const DEFAULT_MEMORY = 128;
export const DEFAULT_TIMEOUT = 3;
