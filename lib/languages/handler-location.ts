import type { SourceProblem } from './source-problem.ts';

/** The languages that handlers are written in. */
export const LANGUAGE_IDS = ['typescript', 'python', 'ruby'] as const;

/** One of them. */
export type LanguageId = (typeof LANGUAGE_IDS)[number];

/** Where a handler is written. */
export interface HandlerLocation {
  /** The handler's name as its module spells it. */
  readonly name: string;
  readonly language: LanguageId;
  /** Absolute. */
  readonly file: string;
  /** What its module calls it. */
  readonly exportName: string;
  /** Other names that templates may call it by. @default none */
  readonly alsoNamed?: readonly string[];
  /** Made of a function, so that it has the method `call` alone. @default a class */
  readonly isDefined?: true;
  /** A plain Lambda function, which is bundled as it is. @default a step handler */
  readonly isFunction?: true;
  /** A template's callable names the class by its file or package, whatever name it has of its own. @default by its name */
  readonly isNamedByFile?: true;
  /** What the class is imported from, as `@shop/handlers`; `file` is then the manifest of that package. @default from `file` */
  readonly specifier?: string;
  /** A resolver, which is asked for the handler of each run. @default the handler itself */
  readonly isResolver?: true;
}

/** The handlers in some files, and what stands in the way of finding others. */
export interface FoundHandlers {
  readonly handlers: readonly HandlerLocation[];
  readonly problems: readonly SourceProblem[];
}

/** Where a class is written. */
export interface ClassLocation {
  readonly language: LanguageId;
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
}

/** A publisher of domain events. */
export interface PublisherLocation extends ClassLocation {
  /** The name that templates call it by. */
  readonly name: string;
}

/** A subscriber to domain events. */
export interface SubscriberLocation extends ClassLocation {
  /** The names of its events, where `*` stands for any text. @default known only when the class runs */
  readonly patterns?: readonly string[];
}

/** A resolver: it finds handlers by callables. */
export interface ResolverLocation extends ClassLocation {
  /** The name that templates call it by. */
  readonly name: string;
  /** Those of lower priority are asked first. */
  readonly priority: number;
  /** The callables that it takes where a template names no resolver. @default none */
  readonly takes?: RegExp;
}

/** The resolvers in some files. */
export interface FoundResolvers {
  readonly resolvers: readonly ResolverLocation[];
  readonly problems: readonly SourceProblem[];
}

/** Who takes part in domain events in some files. */
export interface FoundEventClasses {
  readonly publishers: readonly PublisherLocation[];
  readonly subscribers: readonly SubscriberLocation[];
  readonly problems: readonly SourceProblem[];
}
