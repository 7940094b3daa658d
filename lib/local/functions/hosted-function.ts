/** A function that is hosted as Lambda would: code that is bundled and ready to run. */
export interface HostedFunction {
  /** Path of the ES module that exports `handler`; for another runtime than Node's, any file in the folder with its code. */
  readonly file: string;
  /**
   * A custom runtime: a program and its arguments, started in the folder of `file`. It takes events from the Lambda Runtime API, whose
   * address is in `AWS_LAMBDA_RUNTIME_API`, as on Lambda. @default Node.js runs the module
   */
  readonly command?: readonly string[];
  /**
   * What tells this code from earlier code in the same file: where it is another one, the module is loaded anew.
   * @default the file is loaded once in each process
   */
  readonly version?: string;
  /** MB that the function may take: in Node.js its heap. @default 128 */
  readonly memory?: number;
  /** Seconds that an invocation may take. @default 3 */
  readonly timeout?: number;
  /** Variables of its own, over those of the host. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lambda's defaults. */
export const DEFAULT_MEMORY = 128;
export const DEFAULT_TIMEOUT = 3;

/** The largest request and response of a function, in bytes. */
export const LARGEST_PAYLOAD = 6_291_456;
