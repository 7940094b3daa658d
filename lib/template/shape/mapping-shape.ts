import type * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { YamlEntry } from '../yaml/yaml-node.ts';

/** How one kind of mapping is written: its keys, other spellings of them, and keys that people expect to work. */
export interface MappingShape<S extends z.ZodObject = z.ZodObject> {
  /**
   * A schema for each key; a key is required unless its schema is optional. A nullable one may be left empty, as in
   * Tasker. `meta({ example })` is what to write when a required key is missing.
   */
  readonly schema: S;
  readonly spellings?: Readonly<Record<string, Spelling>>;
  /** Keys that change nothing of what a task does: notes for people, and what is stored with the template. */
  readonly inert?: 'all' | readonly string[];
  /** Other keys are the user's own business. */
  readonly open?: true;
  /** Misuses of a key that deserve better than "wrong type". Each returns whether it found and reported one. */
  readonly misuses?: Readonly<Record<string, (entry: YamlEntry, report: Report) => boolean>>;
}

/** A key that is not canonical, but known all the same. */
export type Spelling =
  /** Tasker's own second name for a key. */
  | { readonly kind: 'alias'; readonly of: string }
  /** Tasker ignores it; we read it, and warn. */
  | { readonly kind: 'legacy'; readonly of: string; readonly seconds?: true }
  /** Ignored, with advice; `of` is the key that was probably meant. */
  | { readonly kind: 'ignored'; readonly of?: string; readonly advice: string };

/** The thing that a mapping describes: what messages call it, and where they point when a key is missing. */
export interface Owner {
  readonly name: string;
  readonly span: Span;
}

/** Where the keys of a mapping were written, by canonical key. */
export interface Written {
  readonly entries: ReadonlyMap<string, YamlEntry>;
  /** Keys that are required and missing, or have a value that cannot be used. */
  readonly damaged: ReadonlySet<string>;
}

/** A mapping that was read: its usable values, and where all of them were written. */
export interface Reading<S extends z.ZodObject> extends Written {
  readonly values: { readonly [K in keyof S['shape'] & string]?: NonNullable<z.output<S['shape'][K]>> };
}

/** What every reader needs. */
export interface ReadContext {
  readonly report: Report;
  /** Filled by the readers: how each part of the template was written. */
  readonly written: Map<object, Written>;
}
