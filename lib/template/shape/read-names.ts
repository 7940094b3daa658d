import type { Report } from '../../diagnostics/report.ts';
import type { Located } from '../task-template.ts';
import type { YamlEntry, YamlNode } from '../yaml/yaml-node.ts';
import { reportIssues } from './report-issues.ts';
import { shortText } from './schemas.ts';

const nameSchema = shortText(255);

/** The names in a list of names. A bad item is reported and left out; `complete` says that there was none. */
export function readNames(
  key: string,
  items: readonly YamlNode[],
  report: Report,
): { readonly names: readonly Located<string>[]; readonly complete: boolean } {
  const names: Located<string>[] = [];
  for (const [index, item] of items.entries()) {
    const { data, error } = nameSchema.safeParse(item.kind === 'scalar' ? item.value : item);
    if (data !== undefined) names.push({ value: data, span: item.span });
    else {
      const entry: YamlEntry = { key: { value: `${key}[${index}]`, span: item.span }, value: item };
      reportIssues(entry, nameSchema, error.issues, report);
    }
  }
  return { names, complete: names.length === items.length };
}
