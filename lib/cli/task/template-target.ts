import type { RequestRules } from '../../contract/machine-comment.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import { identityOf } from '../../project/index.ts';
import type { CliIo } from '../io.ts';
import { readTemplate } from '../read-template.ts';
import { parseTemplateName, type TemplateName } from './template-name.ts';

/** The template of a new task, and what its file tells of it where a file is given. */
export interface TemplateTarget {
  readonly identity: TemplateName;
  /** What it asks of requests, where a file tells; otherwise its deployed machine does. */
  readonly rules?: RequestRules;
}

/** Finds the template that the command line names: a `.yaml` or `.yml` file, or `namespace/name[@version]`. */
export function findTarget(text: string, io: CliIo): Outcome<TemplateTarget> {
  if (!/\.ya?ml$/i.test(text)) return { value: { identity: parseTemplateName(text) }, diagnostics: [] };
  const { value: template, diagnostics } = readTemplate(text, io);
  if (template === undefined) return { diagnostics };
  const { inputSchema, identityStrategy } = template;
  return {
    value: {
      identity: identityOf(template),
      rules: {
        ...(inputSchema !== undefined && { inputSchema: inputSchema.value }),
        ...(identityStrategy !== undefined && { identityStrategy }),
      },
    },
    diagnostics,
  };
}
