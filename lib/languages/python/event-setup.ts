import type { ClassLocation } from '../handler-location.ts';
import { declaredEvents, type DeclaredEvents, portablePatternsOf } from '../declared-events.ts';
import type { Publication } from '../publication.ts';
import { moduleNameOf, type ModuleRoots } from './module-roots.ts';

/** What the runtime is told of the domain events of a function: JSON. */
export interface EventSetup {
  readonly declared: DeclaredEvents;
  /** Patterns of their schemas, each in words that Python understands as JavaScript does the pattern. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Each as `module:class`. */
  readonly publishers: readonly string[];
  readonly subscribers: readonly string[];
}

/** The setup for a publication, and the modules that it names. Classes in other languages stay where they are. */
export function eventsOf(
  publication: Publication | undefined,
  roots: ModuleRoots,
): { readonly setup: EventSetup | undefined; readonly modules: readonly string[] } {
  if (publication === undefined) return { setup: undefined, modules: [] };
  const own = (classes: readonly ClassLocation[]) => classes.filter(({ language }) => language === 'python');
  const nameOf = ({ file, exportName }: ClassLocation) => `${moduleNameOf(file, roots)}:${exportName}`;
  const [publishers, subscribers] = [own(publication.publishers), own(publication.subscribers)];
  return {
    setup: {
      declared: declaredEvents(publication),
      patterns: portablePatternsOf(publication),
      publishers: publishers.map(nameOf),
      subscribers: subscribers.map(nameOf),
    },
    modules: [...new Set([...publishers, ...subscribers].map(({ file }) => moduleNameOf(file, roots)))],
  };
}
