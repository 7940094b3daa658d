import type { DrawnState } from './state-glyphs.ts';

/** The colours of one scheme. */
interface Scheme {
  readonly paper: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly barrier: string;
  /** Fill and border of a box. */
  readonly box: readonly [fill: string, border: string];
  readonly states: Partial<Readonly<Record<DrawnState, readonly [fill: string, border: string]>>>;
}

const LIGHT: Scheme = {
  paper: '#fff',
  text: '#1f2328',
  faint: '#59636e',
  line: '#6e7781',
  barrier: '#bf6a02',
  box: ['#f6f8fa', '#afb8c1'],
  states: {
    complete: ['#dafbe1', '#1a7f37'],
    resolved_manually: ['#dafbe1', '#8250df'],
    error: ['#ffebe9', '#cf222e'],
    in_progress: ['#ddf4ff', '#0969da'],
    waiting_for_retry: ['#fff8c5', '#9a6700'],
  },
};

const DARK: Scheme = {
  paper: '#0d1117',
  text: '#e6edf3',
  faint: '#9198a1',
  line: '#8b949e',
  barrier: '#db8e2b',
  box: ['#161b22', '#444c56'],
  states: {
    complete: ['#12261e', '#3fb950'],
    resolved_manually: ['#12261e', '#a371f7'],
    error: ['#31161a', '#f85149'],
    in_progress: ['#0f2740', '#58a6ff'],
    waiting_for_retry: ['#2b2411', '#d29922'],
  },
};

/** How the parts of a picture look, in the reader's light or dark scheme. It sets nothing outside of a picture. */
export const SVG_STYLE = [
  '.workflow{max-width:100%;height:auto}',
  '.workflow text{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
  '.workflow .name{font:600 13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
  '.workflow .title{font-size:16px;font-weight:600}.workflow .caption{font-size:11px}.workflow g text{text-anchor:middle}.workflow g .start{text-anchor:start}.workflow .on{paint-order:stroke;stroke-width:4px}.workflow .group{fill:none}',
  '.workflow :is(.dependency,.decision,.barrier,.next,.catch){fill:none;stroke-width:1.5}.workflow :is(.barrier,.catch,.group){stroke-dasharray:5 4}',
  '.workflow .decision{stroke-dasharray:1 4;stroke-linecap:round}',
  '.workflow .state-blocked .step,.workflow .state-skipped .step,.workflow .state-pending .step,.workflow .state-cancelled .step{stroke-dasharray:4 3}',
  ...rulesOf(LIGHT),
  '@media (prefers-color-scheme:dark){',
  ...rulesOf(DARK),
  '}',
].join('');

function rulesOf({ paper, text, faint, line, barrier, box, states }: Scheme): readonly string[] {
  return [
    `.workflow .paper{fill:${paper}}.workflow .step{fill:${box[0]};stroke:${box[1]}}`,
    `.workflow .name,.workflow .title{fill:${text}}.workflow .caption{fill:${faint}}`,
    `.workflow :is(.dependency,.decision,.next){stroke:${line}}.workflow :is(.arrow-dependency,.arrow-decision,.arrow-next,.join){fill:${line}}`,
    `.workflow :is(.barrier,.catch){stroke:${barrier}}.workflow :is(.bar,.arrow-barrier,.arrow-catch){fill:${barrier}}`,
    `.workflow .group{stroke:${box[1]}}.workflow .on{stroke:${paper}}`,
    ...Object.entries(states).map(
      ([state, [fill, border]]) => `.workflow .state-${state} .step{fill:${fill};stroke:${border}}`,
    ),
  ];
}
