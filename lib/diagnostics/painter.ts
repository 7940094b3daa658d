type Paint = (text: string) => string;

/** How to colour a diagnostic. The functions of picocolors fit. */
export interface Painter {
  readonly red: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly blue: Paint;
  readonly bold: Paint;
}

const asItIs: Paint = (text) => text;

/** No colours. */
export const plainPainter: Painter = { red: asItIs, yellow: asItIs, cyan: asItIs, blue: asItIs, bold: asItIs };
