import type { Severity } from '../diagnostic.ts';

/** One kind of diagnostic: how grave it is and what it says, made from the values of the case at hand. */
export interface CatalogueEntry<P> {
  readonly severity: Severity;
  /** One sentence: what is wrong, the value given, what is allowed. */
  readonly message: (params: P) => string;
  /** What to change. */
  readonly hint?: (params: P) => string | undefined;
}

/** Params of an entry whose message is always the same. */
export type NoParams = Readonly<Record<never, never>>;

type Message<P> = CatalogueEntry<P>['message'];
type Hint<P> = CatalogueEntry<P>['hint'];

export function error<P = NoParams>(message: Message<P>, hint?: Hint<P>): CatalogueEntry<P> {
  return entry('error', message, hint);
}

export function warning<P = NoParams>(message: Message<P>, hint?: Hint<P>): CatalogueEntry<P> {
  return entry('warning', message, hint);
}

function entry<P>(severity: Severity, message: Message<P>, hint: Hint<P>): CatalogueEntry<P> {
  return hint === undefined ? { severity, message } : { severity, message, hint };
}
