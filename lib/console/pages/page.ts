import { markup, type Html } from '../html.ts';

/** A page of the console. */
export function pageOf(title: string, content: Html): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · tasker-sfn</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="data:,">
<script src="/console.js" defer></script>
</head>
<body>
<header><nav aria-label="Console"><a href="/">Runs</a></nav><h1>${title}</h1></header>
<main>
${content}
</main>
</body>
</html>
`.text;
}
