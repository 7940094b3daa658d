import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { PublicName } from './public-docs.ts';

const EXAMPLE = /@example\b[^`]*```ts\n([\s\S]*?)```/g;

/** Type-checks the examples in the docstrings of all files that have public names, each as a module of its own. */
export function checkExamples(
  entries: ts.Program,
  root: string,
  names: readonly PublicName[],
): { readonly count: number; readonly errors: readonly string[] } {
  const files = [...new Set(names.map(({ place }) => place.replace(/:\d+$/, '')))].sort();
  const examples = new Map<string, string>();
  for (const file of files) {
    for (const [index, code] of examplesIn(readFileSync(join(root, file), 'utf8')).entries()) {
      // Beside the code, so that its imports are resolved as a user's are: by the package's name.
      examples.set(join(root, `${file}.example-${index + 1}.ts`), code);
    }
  }
  const options = entries.getCompilerOptions();
  const host = ts.createCompilerHost(options);
  const real = { ...host };
  host.fileExists = (path) => examples.has(path) || real.fileExists(path);
  host.readFile = (path) => examples.get(path) ?? real.readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const code = examples.get(path);
    return code === undefined
      ? real.getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, code, language, true);
  };
  const program = ts.createProgram([...examples.keys()], options, host, entries);
  const errors = [...examples.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path.slice(root.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  return { count: examples.size, errors };
}

/** The code of the examples, without the comment's asterisks. */
function examplesIn(text: string): readonly string[] {
  const comments = text.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return comments.flatMap((comment) =>
    [...comment.replace(/^\s*\* ?/gm, '').matchAll(EXAMPLE)].map((match) => `${match[1]}\nexport {};\n`),
  );
}
