import { resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { matchesPattern } from '../contract/event-pattern.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import { suggest } from '../diagnostics/suggest.ts';
import {
  findEventClasses,
  isSource,
  locateExport,
  notEntered,
  type Publication,
  type PublisherLocation,
} from '../languages/index.ts';
import { portablePatterns } from '../schema/portable-patterns.ts';
import { validatorCode } from '../schema/validator-code.ts';
import type { DeclaredEvent, Step, TaskTemplate } from '../template/task-template.ts';
import { diagnoseSources, spanAt } from './diagnose-sources.ts';
import { publisherConflict, publisherNotFound } from './diagnostics.ts';
import { showPath } from './find-handlers.ts';
import { walkFolder } from './walk-folder.ts';

/** A step that publishes events, with its template. */
interface Publishing {
  readonly template: TaskTemplate;
  readonly step: Step;
}

/**
 * The domain events that handlers publish, by the canonical name of the handler, with the publishers that the templates name
 * and the subscribers that take events within the function: both are found in the handlers' folder. Nothing is read where no
 * step publishes events.
 */
export function findPublications(
  workflows: readonly CompiledWorkflow[],
  { dir, from }: { readonly dir: string; readonly from: string },
): Outcome<ReadonlyMap<string, Publication>> {
  const publishing = workflows
    .flatMap(({ template }) => template.steps.map((step) => ({ template, step })))
    .filter(({ step }) => step.publishesEvents.length > 0);
  if (publishing.length === 0) return { value: new Map(), diagnostics: [] };
  const shown = (file: string) => showPath(file, dir, from);
  const { files } = walkFolder(dir, from, { isWanted: isSource, skips: notEntered });
  const { publishers, subscribers, problems } = findEventClasses(files.map((file) => resolve(from, file)));
  const byName = new Map<string, PublisherLocation>();
  const diagnostics: Diagnostic[] = [...diagnoseSources(problems, dir, shown)];
  for (const publisher of publishers) {
    const name = canonicalCallable(publisher.name);
    const first = byName.get(name);
    if (first === undefined) byName.set(name, publisher);
    else {
      const params = { name: publisher.name, first: shown(first.file), second: shown(publisher.file) };
      const related = [{ message: 'The other one stands here.', span: spanAt(locateExport(first), shown) }];
      diagnostics.push(makeDiagnostic(publisherConflict, spanAt(locateExport(publisher), shown), params, related));
    }
  }
  for (const { step } of publishing) {
    for (const name of missingPublishers(step, byName)) {
      const available = publishers.map((each) => each.name).sort();
      const suggestion = suggest(name, available);
      const params = { name, dir, available, ...(suggestion !== undefined && { suggest: suggestion }) };
      diagnostics.push(makeDiagnostic(publisherNotFound, step.name.span, params));
    }
  }
  if (hasErrors(diagnostics)) return { diagnostics };

  const callableOf = ({ step }: Publishing) => canonicalCallable(step.handler.callable.value);
  const callables = [...new Set(publishing.map(callableOf))];
  const value = callables.map((callable): [string, Publication] => {
    const own = publishing.filter((each) => callableOf(each) === callable);
    const events = own.flatMap(({ step }) => step.publishesEvents);
    const fast = events.filter(({ deliveryMode }) => deliveryMode !== 'durable').map(({ name }) => name);
    const named = new Set(
      events.flatMap(({ publisher }) => (publisher === undefined ? [] : canonicalCallable(publisher))),
    );
    const isWanted = (patterns: readonly string[]) =>
      fast.some((name) => patterns.some((pattern) => matchesPattern(name, pattern)));
    return [
      callable,
      {
        steps: own.map(({ template, step }) => ({
          template: [template.namespace, template.name, template.version].map(({ value }) => value).join('/'),
          step: step.name.value,
          events: step.publishesEvents.map(bundledEvent),
        })),
        publishers: [...named].flatMap((name) => byName.get(name) ?? []),
        // Whose patterns are computed may want any of them.
        subscribers: subscribers.filter(({ patterns = fast }) => isWanted(patterns)),
      },
    ];
  });
  return { value: new Map(value), diagnostics };
}

/** The publishers of a step that are not there; the standard one always is. */
function missingPublishers({ publishesEvents }: Step, found: ReadonlyMap<string, unknown>): readonly string[] {
  const names = publishesEvents.flatMap(({ publisher }) => publisher ?? []);
  return [...new Set(names)].filter((name) => name !== 'default' && !found.has(canonicalCallable(name)));
}

function bundledEvent({ name, condition, deliveryMode, publisher, schema }: DeclaredEvent) {
  const declaration = { name, condition, deliveryMode, ...(publisher !== undefined && { publisher }) };
  return { declaration, checkCode: validatorCode(schema), schema, patterns: portablePatterns(schema) };
}
