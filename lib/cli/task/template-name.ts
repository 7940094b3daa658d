import { UsageError } from '../exit-code.ts';

/** A template as the command line names it. */
export interface TemplateName {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
}

/** Reads `namespace/name` or `namespace/name@version`. */
export function parseTemplateName(text: string): TemplateName {
  const [, namespace, name, version] = /^([^/@]+)\/([^/@]+)(?:@([^/@]+))?$/.exec(text) ?? [];
  if (namespace === undefined || name === undefined) {
    throw new UsageError(`"${text}" does not name a template. Write namespace/name, or namespace/name@version.`);
  }
  return { namespace, name, ...(version !== undefined && { version }) };
}
