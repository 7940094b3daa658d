import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');

/**
 * What the TypeScript compiler has to say, by this repository's own strict options, of files that need not exist: texts by
 * path from the repository's root.
 */
export function typeCheck(files: Readonly<Record<string, string>>): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const texts = new Map(Object.entries(files).map(([path, text]) => [join(root, path), text]));
  const disk = ts.createCompilerHost({ ...options, incremental: false });
  const host: ts.CompilerHost = {
    ...disk,
    directoryExists: (path) =>
      [...texts.keys()].some((file) => file.startsWith(`${path}/`)) || (disk.directoryExists?.(path) ?? true),
    fileExists: (path) => texts.has(path) || disk.fileExists(path),
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = texts.get(path);
      return text === undefined ? disk.getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version);
    },
  };
  const program = ts.createProgram(
    [...texts.keys()],
    { ...options, incremental: false, tsBuildInfoFile: undefined },
    host,
  );
  const problems = [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return problems.map(({ file, start, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
    return `${file?.fileName.slice(root.length + 1)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
