import { createHash } from 'node:crypto';
import { Html, markup } from './html.ts';
import { REPORT_STYLE } from './page-style.ts';
import { titleOf } from './view-run.ts';
import { runSections, type RunPage } from './pages/run-sections.ts';

/** What a report is made of. */
export type Report = Omit<RunPage, 'mode'> & {
  /** Leaves out the context, results, inputs, logs, and what errors say: their sizes are told instead. @default false */
  readonly redact?: boolean;
};

/**
 * The report of a run: one HTML page with everything in it, to be opened from disk. It has no script, and its policy allows none,
 * so that no payload can become one.
 */
export function renderReport({ redact = false, ...page }: Report): string {
  const { identity, id } = page.task;
  const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${identity.name} ${id}</title>
<style>${new Html(REPORT_STYLE)}</style>
</head>
<body>
<header><h1>${titleOf(page.task)}</h1></header>
<main>
${runSections({ ...page, mode: redact ? 'redacted' : 'masked' })}
</main>
</body>
</html>
`.text;
}
