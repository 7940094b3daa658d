import { markup, type Part } from '../html.ts';

/** A page of the console. */
export interface Page {
  readonly title: string;
  readonly content: Part;
  /** Where the page is told that it has changed; of a page that does not, none. */
  readonly live?: { readonly path: string; readonly version: string | undefined };
  /** The page above this one, which Escape leads to. */
  readonly up?: string;
}

/** The places that every page leads to. */
export interface Places {
  /** Whether state machines are shown that run no template. */
  readonly machines: boolean;
  /** Whether this machine runs the functions. */
  readonly functions: boolean;
  /** Whether runs can be started here. */
  readonly start: boolean;
}

/** A page as a document. */
export function pageOf(
  { title, content, live, up }: Page,
  { machines, functions, start }: Places,
  path: string,
): string {
  const keys = KEYS.filter(
    ([[, place = '']]) => (machines || place !== 'm') && (start || place !== 's') && (functions || place !== 'f'),
  );
  const place = (to: string, name: string) =>
    markup`<a href="${to}"${(to === '/' ? /^\/($|runs)/.test(path) : path.startsWith(to)) && markup` aria-current="true"`}>${name}</a>`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · tasker-sfn</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="data:,">
<script src="/console.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><nav aria-label="Console"><strong>tasker-sfn</strong>${place('/', 'Runs')}${place('/templates', 'Templates')}${
    machines && place('/machines', 'Machines')
  }${functions && place('/functions', 'Functions')}${start && place('/start', 'Start')}</nav><span id="live" role="status" class="faint"></span><button type="button" id="help-button" aria-label="Keys">?</button></header>
<main id="main"${live !== undefined && markup` data-live="${live.path}" data-version="${live.version}"`}${up !== undefined && markup` data-up="${up}"`}>
<h1>${title}</h1>
${content}
</main>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>${keys.map(
    ([pressed, meaning]) => markup`<dt>${pressed.map((key) => markup`<kbd>${key}</kbd> `)}</dt><dd>${meaning}</dd>`,
  )}</dl><form method="dialog"><button>Close</button></form></dialog>
</body>
</html>
`.text;
}

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['/'], 'search'],
  [['j', 'k'], 'next and previous row'],
  [['Enter'], 'open what is chosen'],
  [['[', ']'], 'previous and next tab of a run'],
  [['↑', '↓', '←', '→'], 'from box to box along the edges of a graph'],
  [['Esc'], 'back to the page above'],
  [['g', 'r'], 'runs'],
  [['g', 't'], 'templates'],
  [['g', 'm'], 'state machines that run no template'],
  [['g', 's'], 'start a run'],
  [['g', 'f'], 'functions'],
  [['?'], 'this help'],
];
