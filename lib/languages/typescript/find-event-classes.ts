import type { FoundEventClasses, PublisherLocation, SubscriberLocation } from '../handler-location.ts';
import { locateExport } from '../locate-export.ts';
import type { SourceProblem } from '../source-problem.ts';
import { readModules } from './find-handlers.ts';
import { scanEventClasses } from './scan-module.ts';

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
      if (kind === 'subscriber')
        subscribers.push({ language: 'typescript', file, exportName, ...(patterns && { patterns }) });
      else if (publisherName !== undefined)
        publishers.push({ language: 'typescript', file, exportName, name: publisherName });
      else wrong.push({ kind: 'name-not-literal', handler: exportName, location: locateExport({ file, exportName }) });
    }
  }
  return { publishers, subscribers, problems: wrong };
}
