import { hasErrors, type Outcome } from '../../diagnostics/outcome.ts';
import { collectReports } from '../../diagnostics/report.ts';
import { emptyTemplate, notAMapping, templateTooLarge } from './diagnostics.ts';
import { fileStart, type SourceFile } from '../../diagnostics/source.ts';
import { composeYaml } from './compose-yaml.ts';
import { convertYaml } from './convert-yaml.ts';
import { describe, type YamlMapping } from './yaml-node.ts';

/** A template of this size has more text than a state machine may have, several times over. */
const LARGEST_TEMPLATE = 1_048_576;

/** The mapping that a template file holds. There is no value when the text is too broken to read on. */
export function readYaml(file: SourceFile): Outcome<YamlMapping> {
  const { report, diagnostics } = collectReports();
  const bytes = new TextEncoder().encode(file.text).length;
  if (bytes > LARGEST_TEMPLATE) {
    report(templateTooLarge, fileStart(file), { bytes, limit: LARGEST_TEMPLATE });
    return { diagnostics };
  }
  const document = composeYaml(file, report);
  if (document === undefined || hasErrors(diagnostics)) return { diagnostics };
  const root = convertYaml(document, file, report);
  if (root === undefined) return { diagnostics };
  if (root.kind === 'mapping') return { value: root, diagnostics };
  if (root.kind === 'scalar' && root.value === null) report(emptyTemplate, fileStart(file), {});
  else report(notAMapping, root.span, { got: describe(root) });
  return { diagnostics };
}
