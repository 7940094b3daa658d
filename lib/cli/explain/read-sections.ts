/** What the page of diagnostics says of one of them. */
export interface Section {
  readonly severity: 'error' | 'warning';
  /** The whole section in Markdown: what it means, an example, and the way out. */
  readonly text: string;
}

/** The sections of the page of diagnostics, by code. */
export function readSections(page: string): ReadonlyMap<string, Section> {
  return new Map(
    page
      .split(/^### /m)
      .slice(1)
      .map((section): [string, Section] => {
        const [code = '', ...lines] = section.replace(/^## [^]*/m, '').split('\n');
        const text = lines.join('\n').trim();
        return [code.trim(), { severity: text.startsWith('**Warning.**') ? 'warning' : 'error', text }];
      }),
  );
}
