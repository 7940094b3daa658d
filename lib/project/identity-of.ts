import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { TaskTemplate } from '../template/task-template.ts';

/** What tells a template from all others. */
export function identityOf({ namespace, name, version }: TaskTemplate): TemplateIdentity {
  return { namespace: namespace.value, name: name.value, version: version.value };
}
