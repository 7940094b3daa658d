import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, pages, root } from './pages.ts';

describe('links of the docs', () => {
  it('lead to files and headings that are there', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.replace(/^( *)```[^]*?^ *```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
        if (/^(?:https?|mailto):/.test(link)) return [];
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : relative(root, join(root, dirname(path), file));
        if (!existsSync(join(root, target))) return [`${path}: ${link}`];
        if (anchor === undefined || !target.endsWith('.md')) return [];
        return anchorsOf(readFileSync(join(root, target), 'utf8')).has(anchor) ? [] : [`${path}: ${link}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('reach every page from the first one', () => {
    const reached = new Set(['docs/index.md']);
    for (const path of reached) {
      const text = pages.find((page) => page.path === path)?.text ?? '';
      for (const [, link = ''] of text.matchAll(/\]\(([^)\s#]+)/g)) {
        const target = join(dirname(path), link);
        if (target.endsWith('.md') && pages.some((page) => page.path === target)) reached.add(target);
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => path !== 'README.md' && !reached.has(path))).toEqual([]);
  });

  it('lead to every page from the side of the website, too', () => {
    const sidebar = readFileSync(join(root, 'site/.vitepress/config.mjs'), 'utf8');
    const lost = pages
      .map(({ path }) => path.replace(/^docs\/|(?:index)?\.md$/g, ''))
      .filter((path) => path !== 'README' && !sidebar.includes(`'/${path}'`));
    expect(lost).toEqual([]);
  });
});
