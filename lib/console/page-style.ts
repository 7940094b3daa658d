import { SVG_STYLE } from '../viz/svg-style.ts';

const LIGHT =
  '--paper:#fff;--soft:#f6f8fa;--text:#1f2328;--faint:#59636e;--edge:#d1d9e0;--link:#0550ae;--good:#1a7f37;--bad:#c21c2c;--run:#0860ca;--wait:#875a00;--barrier:#a04100;--branches:#7a48cf;--mark:#fff1c2';
const DARK =
  '--paper:#0d1117;--soft:#161b22;--text:#e6edf3;--faint:#9198a1;--edge:#3d444d;--link:#79c0ff;--good:#3fb950;--bad:#ff7b72;--run:#58a6ff;--wait:#d29922;--barrier:#f0883e;--branches:#bc8cff;--mark:#3b2e0a';

/** What reports and the console share: colours, text, tables, the timeline, pictures. */
const SHARED = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:14px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1480px;margin:0 auto;padding:16px 20px 48px}
h1{font-size:20px;margin:0 0 8px;overflow-wrap:anywhere}h2{font-size:16px;margin:28px 0 8px}h3{font-size:14px;margin:16px 0 4px}
a{color:var(--link)}:focus-visible{outline:2px solid var(--run);outline-offset:2px}
code,pre,.mono{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{overflow:auto;max-height:420px;background:var(--soft);border:1px solid var(--edge);border-radius:6px;padding:8px 12px;margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere}
nav{display:flex;gap:4px 16px;flex-wrap:wrap;margin:12px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;color:var(--faint)}th,td{padding:5px 14px 5px 0;vertical-align:baseline;border-bottom:1px solid var(--edge)}
.scroll{overflow-x:auto}.faint{color:var(--faint)}summary{cursor:pointer}
.complete,.resolved_manually{color:var(--good)}.error{color:var(--bad)}.in_progress,.steps_in_process{color:var(--run)}.waiting_for_retry{color:var(--wait)}.pending,.cancelled,.blocked{color:var(--faint)}
.pill{display:inline-block;border:1px solid;border-radius:999px;padding:0 9px;font-weight:600;white-space:nowrap}
.failure{border-left:3px solid var(--bad);padding:2px 0 2px 12px;margin:12px 0;overflow-wrap:anywhere}.failure p{margin:2px 0}
.timeline{--name:minmax(120px,230px);--bar:minmax(260px,1fr)}.timeline table,.timeline thead,.timeline tbody{display:block}
.timeline tr{display:grid;grid-template-columns:var(--name) var(--bar) 150px minmax(110px,240px);gap:0 14px;align-items:center;min-height:28px;border-bottom:1px solid var(--edge)}
.timeline td,.timeline th{border:0;padding:1px 0;min-width:0;overflow-wrap:anywhere}.timeline tbody tr:not(.group){content-visibility:auto;contain-intrinsic-size:auto 28px}.timeline .group th{grid-column:1/-1;color:var(--text)}
.timeline td:last-child{color:var(--faint)}.timeline td:first-child{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.timeline .ticks{display:flex;justify-content:space-between;font-weight:400;font-size:12px;white-space:nowrap;overflow:hidden}
.timeline svg{display:block;width:100%;height:18px;background:var(--soft);border-radius:3px}.timeline rect{y:2px;height:16px}
rect.complete{fill:var(--good)}rect.error{fill:var(--bad)}rect.in_progress{fill:var(--run)}rect.cancelled{fill:var(--faint)}rect.cold{fill:var(--branches)}rect.token{fill:var(--run);opacity:.4}rect.retry{fill:var(--wait);opacity:.5}rect.barrier{fill:var(--barrier);opacity:.6}rect.branches{fill:var(--branches);opacity:.6}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--faint);font-size:13px;padding:0;margin:8px 0;list-style:none}.legend svg{width:14px;height:10px;margin-right:6px}
.step strong{font:600 12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}.step{border:1px solid var(--edge);border-radius:6px;margin:6px 0;padding:5px 12px;content-visibility:auto;contain-intrinsic-size:auto 34px}.step:target{border-color:var(--run)}
.payload,main details{margin:8px 0}.step>p,.drawer>p,.step summary{color:var(--faint)}.step summary strong,.step details>summary{color:var(--text)}ol{margin:6px 0;padding-left:22px}ol li::marker{color:var(--faint)}
.picture{overflow:auto;max-height:75vh}.picture svg.workflow{display:block;margin:0 auto}.workflow .paper{fill:none}
@media (prefers-reduced-motion:no-preference){.in_progress .mark,.steps_in_process .mark,.state-in_progress .step{animation:pulse 1.6s ease-in-out infinite}@keyframes pulse{50%{opacity:.4}}}
@media (max-width:700px){.timeline tr{grid-template-columns:1fr max-content}.timeline thead th:not(.ticks){position:absolute;clip-path:inset(50%)}.timeline tr>:nth-child(2){grid-column:1/-1;grid-row:2}.timeline tr>:nth-child(4){grid-column:1/-1}}
${SVG_STYLE}`;

/** What the console alone has: places to go, forms, lists of runs. */
const CONSOLE = `
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:4px 8px}
body>header{display:flex;align-items:center;gap:16px;padding:0 20px;border-bottom:1px solid var(--edge);background:var(--soft)}
body>header nav{flex:1;margin:10px 0}
#live{font-size:12px;white-space:nowrap}#live[data-state=live]{color:var(--good)}#live[data-state=lost]{color:var(--bad)}
#help{border:1px solid var(--edge);border-radius:8px;background:var(--paper);color:var(--text);padding:8px 24px 16px;min-width:320px}#help::backdrop{background:#0006}
#help h2{margin-top:12px}kbd{border:1px solid var(--edge);border-radius:4px;padding:0 6px;background:var(--soft);font:12px ui-monospace,monospace}
.facts{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline}.facts p{margin:2px 0}.facts .mono{overflow-wrap:anywhere}
.tabs{border-bottom:1px solid var(--edge);gap:0}.tabs a{padding:6px 14px;text-decoration:none;border-bottom:2px solid transparent;color:var(--text)}.tabs a[aria-current]{border-color:var(--run);font-weight:600}.tabs a:hover{background:var(--soft)}
[aria-current=true]{font-weight:600;color:var(--text);text-decoration:none}
form{display:flex;gap:8px 12px;flex-wrap:wrap;align-items:end;margin:12px 0}label{display:grid;font-size:13px;color:var(--faint)}.grow{flex:1 1 220px}
input,select,button,textarea{font:inherit;color:var(--text);background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:4px 10px;min-width:0}textarea{width:100%;resize:vertical}textarea.mono{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
input[aria-invalid=true],textarea[aria-invalid=true]{border-color:var(--bad)}
button{cursor:pointer;background:var(--soft);border-color:var(--faint)}button:hover{border-color:var(--text)}button.main{background:var(--run);color:var(--paper);border-color:var(--run);font-weight:600}button:disabled{opacity:.6}
.runs td,.steps td{white-space:nowrap}.runs td:nth-child(2){white-space:normal;min-width:150px;max-width:300px;overflow-wrap:anywhere}.message{white-space:normal!important;min-width:180px;max-width:420px;overflow-wrap:anywhere}.number{font-variant-numeric:tabular-nums;white-space:nowrap}
tbody tr:hover{background:var(--soft)}
.took{display:grid;gap:3px;min-width:80px}meter{width:100%;height:4px;border:0;appearance:none;background:var(--edge);border-radius:2px}meter::-webkit-meter-bar{background:var(--edge);border:0;border-radius:2px;height:4px}meter::-webkit-meter-optimum-value{background:var(--run);border-radius:2px}meter::-moz-meter-bar{background:var(--run)}
td.took{display:table-cell}.took meter{display:block}
.switch{margin:8px 0}.zoom{display:flex;gap:4px;justify-content:flex-end;margin:0 0 4px}.zoom button{padding:1px 10px}
main .picture{border:1px solid var(--edge);border-radius:6px;cursor:grab}main .picture:active{cursor:grabbing}.picture img{display:block}.picture[data-own=zoomed] svg.workflow{max-width:none}
.workflow a{cursor:pointer}.workflow a:hover .step{stroke:var(--link);stroke-width:2}.workflow a:focus-visible{outline:none}.workflow a:focus-visible .step{stroke:var(--run);stroke-width:3}
.timeline>table{width:calc(100% * var(--wide,1))}.timeline td:first-child{position:sticky;left:0;background:var(--paper)}
.repair fieldset,.wide{flex:1 1 100%}.answer fieldset{flex:1 1 300px}.acts{margin:12px 0;display:flex;gap:6px 16px;flex-wrap:wrap;align-items:center}.act>summary{display:inline-block;border:1px solid var(--faint);border-radius:6px;background:var(--soft);padding:2px 12px}.act>summary:hover{border-color:var(--text)}details.act[open]{flex:1 1 100%;border-left:3px solid var(--edge);padding-left:12px}
.drawer{position:fixed;top:0;right:0;bottom:0;width:min(600px,100vw);overflow:auto;overscroll-behavior:contain;background:var(--paper);border-left:1px solid var(--edge);box-shadow:0 0 24px #0004;padding:0 20px 32px;z-index:1}.drawer nav{justify-content:space-between}.drawer h2{margin-top:16px}.drawer #drawer-title{font-size:16px;font-weight:600;margin-top:8px}.drawer:focus{outline:none}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:20px}fieldset{border:1px solid var(--edge);border-radius:6px;padding:8px 14px 14px;display:grid;gap:8px;align-content:start;min-width:0}legend{color:var(--faint)}
form.start,form.start .pair{flex:1 1 100%}form.start{display:block}.row-of-fields{display:flex;gap:8px 12px;flex-wrap:wrap;align-items:end;margin-top:12px}.check{display:flex;gap:8px;align-items:center;flex-direction:row-reverse;justify-content:flex-end;flex-wrap:wrap}small{font-size:12px}
.plain{list-style:none;padding:0;margin:0}.plain li{overflow-wrap:anywhere}del{color:var(--bad);text-decoration:none}del::before{content:"− "}ins{color:var(--good);text-decoration:none}ins::before{content:"+ "}
.grid{width:auto}.grid td,.grid th{padding:3px 8px}.grid .upright{vertical-align:bottom;padding:0 4px}.grid .upright span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:180px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.cell{display:inline-block;width:22px;text-align:center;text-decoration:none;border:1px solid;border-radius:4px}
td .payload{margin:0}.log td:last-child{width:100%;overflow-wrap:anywhere}.log td{white-space:nowrap}.log td:last-child{white-space:normal}.level{font-weight:600;max-width:9em;overflow:hidden;text-overflow:ellipsis}.level.warn{color:var(--wait)}.rest{list-style:none;padding:0;margin:2px 0 0;display:flex;flex-wrap:wrap;gap:0 16px}.rest .mono{white-space:pre-wrap}
.code{margin:0}.code span{display:block}.meant{background:var(--mark)}
h2.minor{font-size:14px;margin-bottom:0;font-weight:400}
@media (max-width:700px){.pair{grid-template-columns:1fr}main{padding:12px}body>header{padding:0 12px}.tabs a{padding:6px}.rows,.rows tbody{display:block}.rows thead{display:none}.rows tr{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;padding:10px 0;border-bottom:1px solid var(--edge)}.rows td{border:0;padding:0}.rows td:empty{display:none}.rows td[data-as]::before{content:attr(data-as) " ";color:var(--faint)}.runs td:nth-child(2){min-width:0;flex:1 1 60%}.runs td.took{display:grid}.rows .message{flex:1 1 100%;min-width:0;max-width:none}}`;

/** The style sheet of reports. Light or dark as the reader has it; no font and no picture comes from elsewhere. */
export const REPORT_STYLE = `${SHARED.trim()}\nbody>header{max-width:1480px;margin:0 auto;padding:20px 20px 0}main{padding-top:0}.zoom{display:none}.picture svg.workflow{max-width:none}`;

/** The style sheet of the console. */
export const PAGE_STYLE = `${SHARED.trim()}${CONSOLE}`;
