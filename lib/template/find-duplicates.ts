import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { quote } from '../diagnostics/wording.ts';
import type { TaskTemplate } from './task-template.ts';

/**
 * Two files have the same namespace, name and version.
 *
 * **Fix:** change the version or the name of one of them.
 *
 * @example
 * ```json
 * {"identity": "shop/orders 1.0.0", "other": "templates/shop/orders.yaml"}
 * ```
 */
export const duplicateTemplate = defineDiagnostic({
  code: 'duplicate-template',
  severity: 'error',
  message: ({ identity, other }: { identity: string; other: string }) =>
    `Two files define the template ${quote(identity)}: this one and ${quote(other)}.`,
  hint: () => 'Change the "version" or the "name" of one of them.',
});

/**
 * A task is known by namespace, name and version: of templates that are used side by side, one would replace another of the
 * same identity.
 */
export function findDuplicates(templates: readonly TaskTemplate[]): readonly Diagnostic[] {
  const seen = new Map<string, TaskTemplate>();
  return templates.flatMap((template) => {
    const identity = `${template.namespace.value}/${template.name.value} ${template.version.value}`;
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, template);
      return [];
    }
    const related = [{ message: 'The same template stands here.', span: first.name.span }];
    return [makeDiagnostic(duplicateTemplate, template.name.span, { identity, other: first.source.path }, related)];
  });
}
