import { parseDocument } from 'yaml';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { foreign } from '../../diagnostics/wording.ts';
import { readTextFile } from '../../project/index.ts';
import { functionArn } from '../../local/base/arns.ts';
import type { CliIo } from '../io.ts';
import { regionOf } from '../local/region-of.ts';
import { nameOfFile, type DefinitionFile } from './definition-file.ts';
import { invalidDefinition } from './diagnostics.ts';
import { substitute, type Substitutions } from './substitute.ts';

/** Reads a file with a state machine, in JSON or YAML, and puts the values of its placeholders in. */
export function readDefinition(path: string, values: Substitutions, io: CliIo): Outcome<DefinitionFile> {
  const { value, diagnostics } = readTextFile(path, io.cwd);
  if (value === undefined) return { diagnostics };
  const isYaml = /\.ya?ml$/i.test(path);
  const source = { path, text: substitute(value.text, values, !isYaml) };
  const json = isYaml ? jsonOf(source) : { value: source.text, diagnostics: [] };
  if (json.value === undefined) return { diagnostics: json.diagnostics };
  const name = nameOfFile(path);
  return { value: { name, source, json: withFunctions(json.value, regionOf(io.env)) }, diagnostics: [] };
}

function jsonOf(source: SourceFile): Outcome<string> {
  const document = parseDocument(source.text);
  const [error] = document.errors;
  if (error === undefined) return { value: JSON.stringify(document.toJS()), diagnostics: [] };
  const [start, end] = error.pos;
  const [reason = ''] = error.message.split('\n');
  const params = {
    code: 'YAML',
    reason: `The file is not valid YAML: ${foreign(reason.replace(/ at line .*$/, '.'))}`,
  };
  return { diagnostics: [makeDiagnostic(invalidDefinition, { file: source, start, end }, params)] };
}

/**
 * A placeholder without a value, where a function belongs, stands for the function of its name: what templates of
 * CloudFormation put there is the ARN of a function.
 */
function withFunctions(json: string, region: string): string {
  return json.replace(
    /("(?:Resource|FunctionName)"\s*:\s*")\$\{([\w.-]+?)(?:\.Arn)?\}(?=[":])/g,
    (_, before: string, name: string) => before + functionArn(name, region),
  );
}
