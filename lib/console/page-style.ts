import { SVG_STYLE } from '../viz/svg-style.ts';

/** The style sheet of all pages. Light or dark as the reader has it; no font and no picture comes from elsewhere. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--soft:#f6f8fa;--text:#1f2328;--faint:#59636e;--edge:#d1d9e0;--link:#0550ae;--good:#1a7f37;--bad:#cf222e;--run:#0969da;--wait:#9a6700;--barrier:#a04100;--branches:#8250df}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--soft:#161b22;--text:#e6edf3;--faint:#9198a1;--edge:#3d444d;--link:#79c0ff;--good:#3fb950;--bad:#ff7b72;--run:#58a6ff;--wait:#d29922;--barrier:#f0883e;--branches:#bc8cff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main,header{max-width:1100px;margin:0 auto;padding:0 20px}
header{padding-top:20px}
h1{font-size:22px;margin:0}h2{font-size:17px;margin:32px 0 8px}
a{color:var(--link)}a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--run);outline-offset:2px}
code,pre,.mono{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{overflow:auto;max-height:400px;background:var(--soft);border:1px solid var(--edge);border-radius:6px;padding:10px;margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere}
nav{display:flex;gap:16px;flex-wrap:wrap;margin:12px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;color:var(--faint)}th,td{padding:4px 12px 4px 0;vertical-align:top;border-bottom:1px solid var(--edge)}
.scroll{overflow-x:auto}
.faint{color:var(--faint)}
.complete,.SUCCEEDED{color:var(--good)}.error,.FAILED,.TIMED_OUT{color:var(--bad)}.in_progress,.RUNNING{color:var(--run)}.waiting_for_retry{color:var(--wait)}
.timeline td.name{white-space:nowrap;max-width:240px;overflow:hidden;text-overflow:ellipsis}.timeline td.bar{width:55%}.timeline td:nth-child(3){white-space:nowrap}.timeline tr{content-visibility:auto;contain-intrinsic-size:auto 32px}
.timeline svg{display:block;width:100%;height:20px;background:var(--soft);border-radius:3px}
.span-complete{fill:var(--good)}.span-error{fill:var(--bad)}.span-in_progress{fill:var(--run)}.span-cancelled{fill:var(--faint)}.span-retry{fill:var(--wait);opacity:.45}.span-barrier{fill:var(--barrier);opacity:.55}.span-branches{fill:var(--branches);opacity:.55}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--faint);font-size:13px;padding:0;list-style:none}.legend svg{width:14px;height:10px;margin-right:6px}
.step{border:1px solid var(--edge);border-radius:6px;margin:6px 0;padding:6px 12px;content-visibility:auto;contain-intrinsic-size:auto 38px}.step>summary{cursor:pointer}.step:target{border-color:var(--run)}
.payload{margin:6px 0}.failure{border-left:3px solid var(--bad);padding-left:12px;margin:12px 0}
.workflow .paper{fill:none}.picture{overflow-x:auto}
form{display:flex;gap:8px 12px;flex-wrap:wrap;align-items:end;margin:12px 0}label{display:grid;font-size:13px;color:var(--faint)}
input,select,button{font:inherit;color:var(--text);background:var(--soft);border:1px solid var(--edge);border-radius:6px;padding:4px 10px}button{cursor:pointer}
@media (prefers-reduced-motion:no-preference){.in_progress .mark,.state-in_progress .step{animation:pulse 1.6s ease-in-out infinite}@keyframes pulse{50%{opacity:.45}}}
${SVG_STYLE}`.trim();
