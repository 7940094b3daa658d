/** What of a handler's code is bundled, and what is deployed beside it. */
export interface Bundling {
  /**
   * Packages that are left out of bundles, since the function finds them elsewhere, such as in a layer. In Python and Ruby these are
   * names of what is imported or required, and of packages and gems.
   *
   * @default the AWS SDK, which Lambda has; it is always left out
   */
  readonly external?: readonly string[];

  /**
   * Packages that are left out of bundles and copied beside them as they are installed, with what they depend on: those with
   * native modules, or that look for their own files. They must be installed for the system of the function
   * (`npm install --os=linux --cpu=arm64 …`).
   *
   * @default none
   */
  readonly nodeModules?: readonly string[];

  /**
   * What importing a file that is no module gives, by its extension: `{ '.html': 'text' }`.
   *
   * @default as esbuild has it
   */
  readonly loader?: Readonly<Record<string, 'text' | 'json' | 'binary' | 'base64' | 'dataurl' | 'empty'>>;

  /**
   * Files that are copied into every function's folder, by their paths from the handlers' folder. A handler reads one by
   * `new URL('mails/welcome.html', import.meta.url)`, where `mails/welcome.html` is what stands here.
   *
   * @default none
   */
  readonly files?: readonly string[];

  /**
   * Whether functions write metrics of each attempt into their log: see `embeddedMetrics` of the runtime.
   *
   * @default false
   */
  readonly metrics?: boolean;
}
