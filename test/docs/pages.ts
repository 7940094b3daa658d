import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** A page of the docs, from the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A block of code in a page. */
export interface Block {
  readonly path: string;
  /** The line on which its code begins. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language, such as `continues`. */
  readonly note: string;
  readonly code: string;
  /** The file that it is, where a comment before it says so. */
  readonly file: string | undefined;
}

/** Every page that readers see. */
export const pages: readonly Page[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => join('docs', file)),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** The blocks of code of all pages. */
export const blocks: readonly Block[] = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^( *)```(\w*) *(\S*)\n([^]*?)^ *```$/gm)].map((match) => {
    const [, indent = '', language = '', note = '', code = ''] = match;
    return {
      path,
      line: text.slice(0, match.index).split('\n').length + 1,
      language,
      note,
      code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
      file: /<!-- file: (\S+) -->\n$/.exec(text.slice(0, match.index))?.[1],
    };
  }),
);

/** The anchors of a page, as GitHub and VitePress make them of its headings. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/^( *)```[^]*?^ *```$/gm, '');
  const seen = new Map<string, number>();
  return new Set(
    [...prose.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
      const slug = heading
        .replace(/`([^`]*)`/g, '$1')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}
