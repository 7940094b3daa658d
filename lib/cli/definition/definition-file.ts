import type { SourceFile } from '../../diagnostics/source.ts';

/** A state machine as somebody has written it. */
export interface DefinitionFile {
  /** The name of the machine: that of the file. */
  readonly name: string;
  /** The text, with the values of placeholders in it. */
  readonly source: SourceFile;
  /** The definition as JSON text, as it is deployed. */
  readonly json: string;
}

/** How the names of definition files end. */
export const DEFINITION_NAME = /\.asl\.(?:json|ya?ml)$/i;

/** Whether a file holds a state machine rather than a template: its name says so, or its members do. */
export function isDefinition(path: string, text: string): boolean {
  if (DEFINITION_NAME.test(path)) return true;
  const has = (member: string) => new RegExp(`(?:^|[{,\\s])["']?${member}["']?\\s*:`, 'm').test(text);
  return has('StartAt') && has('States') && !/^["']?steps["']?\s*:/m.test(text);
}

/** The name of the machine in a file: what other names cannot hold becomes a hyphen. */
export function nameOfFile(path: string): string {
  const [file = path] = path.split(/[\\/]/).slice(-1);
  const name = file.replace(DEFINITION_NAME, '').replace(/\.(?:json|ya?ml)$/i, '');
  return name.replace(/[^\w-]+/g, '-').slice(0, 80);
}
