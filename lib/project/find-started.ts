import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import { startedBy } from '../contract/started-templates.ts';
import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import type { ProjectOptions } from './compile-file.ts';
import { compileFiles } from './compile-files.ts';
import { unknownStartedTemplate } from './diagnostics.ts';
import { identityOf } from './identity-of.ts';

/** Where templates are looked for. */
const TEMPLATES = 'templates';

/**
 * The templates of which the handlers of a workflow start tasks, and those of these in turn: they are looked for in the project's
 * `templates`, or beside the workflow's own. Nothing is read where its steps name none.
 */
export function findStarted(workflow: CompiledWorkflow, options: ProjectOptions): Outcome<readonly CompiledWorkflow[]> {
  if (startsOf(workflow).length === 0) return { value: [], diagnostics: [] };
  const folder = existsSync(resolve(options.from, TEMPLATES)) ? TEMPLATES : dirname(workflow.template.source.path);
  const { workflows } = compileFiles([folder], options);
  const known = new Map(workflows.map((one) => [nameOf(identityOf(one.template)), one]));
  const found = new Map<string, CompiledWorkflow>();
  const open: CompiledWorkflow[] = [workflow];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { step, template } of startsOf(next)) {
      const name = nameOf(template);
      const started = known.get(name);
      if (started === undefined) {
        const params = { step: step.name.value, template: name, folder };
        return { diagnostics: [makeDiagnostic(unknownStartedTemplate, step.name.span, params)] };
      }
      if (found.has(name)) continue;
      found.set(name, started);
      open.push(started);
    }
  }
  return { value: [...found.values()], diagnostics: [] };
}

function startsOf({ template }: CompiledWorkflow) {
  return template.steps.flatMap((step) =>
    startedBy(step.handler.initialization).map((started) => ({ step, template: started })),
  );
}

function nameOf({ namespace, name, version }: TemplateIdentity): string {
  return `${namespace}/${name}/${version}`;
}
