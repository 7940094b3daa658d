/** Markup that is safe to put on a page: made by {@link markup} alone. */
export class Html {
  readonly text: string;

  /** @param text What is put on pages as it is: nothing that came from outside may be in it unescaped. */
  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What can stand in markup: text is escaped, nothing is nothing. */
export type Part = Html | string | number | undefined | false | readonly Part[];

/**
 * Markup with parts in it. Text is escaped, wherever it comes from and wherever it stands, between tags or in the quotes of an
 * attribute, so that no payload becomes a part of the page.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, index) => text + markupOf(parts[index])).join(''));
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escapeText(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text between tags, where quotes mean nothing: JSON is full of them. */
export function contentOf(text: string): Html {
  return new Html(escapeText(text, /[&<>]/g));
}

/** Text that means nothing but itself. Characters that HTML does not have become spaces, and those that turn text around too. */
function escapeText(text: string, special = /[&<>"'`]/g): string {
  return text
    .replace(/[\0-\b\v\f\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, ' ')
    .replace(special, (char) => ENTITIES[char] ?? char);
}
