import { UsageError } from '../exit-code.ts';

/** A template as the command line names it. */
export interface TemplateName {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

/**
 * Reads `namespace/name` or `namespace/name@version`. A name may hold `/` and `@`; a namespace does not, and a version begins with a digit.
 * A name that ends as with a version needs its version after it.
 */
export function parseTemplateName(text: string): TemplateName {
  const [, namespace, versioned, version, bare] = /^([^/@]+)\/(?:(.+)@(\d[^/@]*)|(.*[^@]))$/.exec(text) ?? [];
  const name = versioned ?? bare;
  if (namespace === undefined || name === undefined) {
    throw new UsageError(`"${text}" does not name a template. Write namespace/name, or namespace/name@version.`);
  }
  return { namespace, name, ...(version !== undefined && { version }) };
}
