import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** A regular expression as a tree, and how it is to be read. */
export interface ParsedPattern {
  readonly tree: AST.Pattern;
  /** Flags of JavaScript with which parts of the expression mean what they mean in it. */
  readonly flags: string;
}

const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * Reads a regular expression as JSON Schema wants it, that of ECMA-262 with the flag `u`; if that is impossible, as one
 * without: many patterns escape what need not be escaped, such as `\-`.
 *
 * @throws SyntaxError when it is no regular expression
 */
export function parsePattern(source: string, flags = 'u'): ParsedPattern {
  const read = (unicode: boolean) => parser.parsePattern(source, 0, source.length, { unicode });
  const others = flags.replace('u', '');
  try {
    return { tree: read(true), flags: `u${others}` };
  } catch (error) {
    try {
      return { tree: read(false), flags: others };
    } catch {
      throw error;
    }
  }
}
