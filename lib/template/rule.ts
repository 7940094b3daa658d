import type { Report } from '../diagnostics/report.ts';
import type { Written } from './shape/mapping-shape.ts';
import type { TaskTemplate } from './task-template.ts';

/** One law that a template must keep. It looks at what could be read, and says nothing about what could not. */
export type Rule = (draft: Draft, report: Report) => void;

/** A template as far as it could be read: what could not be read is blank. */
export interface Draft {
  readonly template: TaskTemplate;
  /** How the template, its steps, handlers, retry policies and events were written. */
  readonly written: ReadonlyMap<object, Written>;
  /** False when a step had no usable name: then a name that nobody has may be that step's. */
  readonly allStepsKnown: boolean;
}

/** Whether a key was written, though it may have no usable value. */
export function isWritten({ written }: Draft, owner: object, key: string): boolean {
  return written.get(owner)?.entries.has(key) ?? false;
}

/** Whether a key is missing that must not be, or has no usable value: then there is nothing to say about its value. */
export function isDamaged({ written }: Draft, owner: object, key: string): boolean {
  return written.get(owner)?.damaged.has(key) ?? false;
}
