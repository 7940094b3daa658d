import { fileURLToPath } from 'node:url';
import { compileTemplate, type CompiledWorkflow } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/source.ts';
import { draftTemplate } from '../../template/parse-template.ts';
import type { Located, Step, TaskTemplate } from '../../template/task-template.ts';

/** A template as it stands in an editor. */
export interface TemplateDocument {
  readonly uri: string;
  readonly text: string;
  /** As far as it can be read. */
  readonly template: TaskTemplate | undefined;
  /** There when nothing is wrong with it. */
  readonly workflow: CompiledWorkflow | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a document is a file, and not, say, one that was never saved. */
export function isFile(uri: string): boolean {
  return uri.startsWith('file:');
}

/** The file of a document; the URI itself where there is none. */
export function fileOf(uri: string): string {
  return isFile(uri) ? fileURLToPath(uri) : uri;
}

/** Reads a document anew; a template that cannot be read leaves what the last one was, so that names go on to be completed. */
export function readDocument(uri: string, text: string, before: TemplateDocument | undefined): TemplateDocument {
  const file = fileOf(uri);
  const { value: workflow, diagnostics } = compileTemplate(text, { file });
  const template = workflow?.template ?? draftTemplate(text, file);
  return { uri, text, template: template ?? before?.template, workflow, diagnostics };
}

/** A name in a template that stands at an offset. */
export type NamedThing =
  | { readonly kind: 'step'; readonly step: Step; readonly span: Span }
  | { readonly kind: 'callable'; readonly callable: string; readonly span: Span };

/** What the template names at an offset: a step, where it is declared or depended on, or a handler. */
export function thingAt({ template, text }: TemplateDocument, offset: number): NamedThing | undefined {
  if (template === undefined || template.source.text !== text) return undefined;
  const isHere = ({ span }: Located<unknown>) => span.start <= offset && offset <= span.end;
  for (const step of template.steps) {
    const { callable } = step.handler;
    if (isHere(callable)) return { kind: 'callable', callable: canonicalCallable(callable.value), span: callable.span };
    const name = [step.name, ...step.dependencies].find(isHere);
    const named = template.steps.find((each) => each.name.value === name?.value);
    if (name !== undefined && named !== undefined) return { kind: 'step', step: named, span: name.span };
  }
  return undefined;
}

/** Every place where a step is named. */
export function placesOf(step: Step, { steps, environments }: TaskTemplate): readonly Span[] {
  const { value } = step.name;
  const overrides = [...environments.values()].flatMap((environment) => environment.steps.map(({ name }) => name));
  const batches = steps.flatMap(({ batchConfig }) => (batchConfig === undefined ? [] : [batchConfig.workerTemplate]));
  return [...steps.flatMap(({ name, dependencies }) => [name, ...dependencies]), ...overrides, ...batches]
    .filter((name) => name.value === value)
    .map(({ span }) => span);
}
