/** The values of placeholders, by name. */
export type Substitutions = ReadonlyMap<string, string>;

/** `${Name}`, as CloudFormation's `DefinitionSubstitutions` has it; a string of JSON counts as a whole. */
const STRING_OR_PLACEHOLDER = /"(?:[^"\\\n]|\\.)*"|\$\{([\w.:-]+)\}/g;
const PLACEHOLDER = /\$\{([\w.:-]+)\}/g;

/** A definition's text with the values of its placeholders; those without a value stay. A value within a string of JSON is escaped. */
export function substitute(text: string, values: Substitutions, isJson: boolean): string {
  const fill = (part: string, quoted: boolean) =>
    part.replace(PLACEHOLDER, (placeholder, name: string) => {
      const value = values.get(name);
      if (value === undefined) return placeholder;
      return quoted ? JSON.stringify(value).slice(1, -1) : value;
    });
  if (!isJson) return fill(text, false);
  return text.replace(STRING_OR_PLACEHOLDER, (part, bare: string | undefined) => fill(part, bare === undefined));
}

/** The name of the placeholder that a text is, and nothing else. */
export function placeholderOf(text: string): string | undefined {
  return /^\$\{([\w.:-]+)\}$/.exec(text)?.[1];
}

/** The placeholders in a text, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}
