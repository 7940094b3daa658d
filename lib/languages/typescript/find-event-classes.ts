import type { SourceProblem } from '../source-problem.ts';
import { locateExport, readModules } from './find-handlers.ts';
import { scanEventClasses } from './scan-module.ts';

/** Where a class is written. */
export interface ClassLocation {
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

/** Who takes part in domain events in some files. */
export interface FoundEventClasses {
  readonly publishers: readonly PublisherLocation[];
  readonly subscribers: readonly SubscriberLocation[];
  readonly problems: readonly SourceProblem[];
}

/**
 * The publishers and subscribers in source files: exported classes with a `publisherName`, and those that extend
 * `BaseSubscriber`. The code is read, not run.
 *
 * @param files Absolute paths.
 */
export function findEventClasses(files: readonly string[]): FoundEventClasses {
  const { codeOf, problems } = readModules(files);
  const publishers: PublisherLocation[] = [];
  const subscribers: SubscriberLocation[] = [];
  const wrong: SourceProblem[] = [...problems];
  for (const file of files) {
    for (const { kind, exportName, publisherName, patterns } of scanEventClasses(codeOf(file))) {
      if (kind === 'subscriber') subscribers.push({ file, exportName, ...(patterns && { patterns }) });
      else if (publisherName !== undefined) publishers.push({ file, exportName, name: publisherName });
      else wrong.push({ kind: 'name-not-literal', handler: exportName, location: locateExport({ file, exportName }) });
    }
  }
  return { publishers, subscribers, problems: wrong };
}
