import { expect, it } from 'vitest';
import { pages } from './pages.ts';

/** The words of the longest sentence that a page may have. */
const LONGEST = 40;

interface Sentence {
  readonly path: string;
  readonly text: string;
  readonly words: number;
}

/** The sentences of a page: without code, tables and headings; an item of a list begins one. */
function sentencesOf({ path, text }: (typeof pages)[number]): readonly Sentence[] {
  const prose = text
    .replace(/^( *)```[^]*?^ *```$/gm, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/^ *(?:\||#).*$/gm, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/`[^`]*`/g, 'Code');
  return prose
    .split(/\n\s*\n|\n\s*(?:[-*]|\d+\.) /)
    .flatMap((paragraph) => paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?]["*)]*) (?=["[*(]*[A-Z0-9])/))
    .map((sentence) => ({ path, text: sentence, words: sentence.match(/[\p{L}\p{N}_\u2019'$-]+/gu)?.length ?? 0 }));
}

it(`no sentence of the docs has more than ${LONGEST} words`, () => {
  const sentences = pages.flatMap(sentencesOf);
  expect(sentences.length).toBeGreaterThan(1500);
  expect(sentences.filter(({ words }) => words > LONGEST)).toEqual([]);
});
