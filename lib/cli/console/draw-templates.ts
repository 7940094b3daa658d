import type { CompiledWorkflow } from '../../compile.ts';
import type { DrawTemplate } from '../../console/run-source.ts';
import { pictureOf } from '../../viz/picture.ts';

/** Draws the templates that are at hand, with the waits of their plans. */
export function drawTemplates(workflows: readonly CompiledWorkflow[]): DrawTemplate {
  return (identity, steps) => {
    const workflow = workflows.find(
      ({ template: { namespace, name, version } }) =>
        namespace.value === identity.namespace && name.value === identity.name && version.value === identity.version,
    );
    if (workflow === undefined) return undefined;
    return pictureOf(workflow.plan, steps && new Map(steps.map((step) => [step.name, step])));
  };
}
