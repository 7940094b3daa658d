import ts from 'typescript';

/** One import of a file, in whatever spelling. */
export interface Import {
  readonly specifier: string;
  /** A `type` import is gone when the code runs; a `value` import loads the file. */
  readonly kind: 'type' | 'value';
  /** Whether the file is loaded only when control comes there: `import('…')`. */
  readonly lazy: boolean;
  readonly line: number;
}

/** A use of something that is not text in, values out: the clock, randomness, the environment, the console, the network. */
export interface Effect {
  readonly name: string;
  readonly line: number;
}

export interface SourceFacts {
  readonly imports: readonly Import[];
  readonly effects: readonly Effect[];
}

/** Globals that read or change the world outside of the arguments, by whatever member. */
const EFFECTS = new Set([
  'process',
  'console',
  'globalThis',
  'global',
  'require',
  'module',
  'fetch',
  'performance',
  'crypto',
  'navigator',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  '__dirname',
  '__filename',
  'eval',
  'Function',
]);

/** What a pure room may do with these globals, of which some members are pure and others are not. */
const PURE_MEMBERS: Readonly<Record<string, (use: ts.Node) => boolean>> = {
  Math: (use) => ts.isPropertyAccessExpression(use) && use.name.text !== 'random',
  Date: (use) =>
    (ts.isNewExpression(use) && (use.arguments?.length ?? 0) > 0) ||
    (ts.isPropertyAccessExpression(use) && ['parse', 'UTC'].includes(use.name.text)) ||
    (ts.isBinaryExpression(use) && use.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword),
};

/** Reads what a file imports and which effects it has, from its syntax. */
export function readSource(file: string, text: string): SourceFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const declared = declaredIn(source);
  const imports: Import[] = [];
  const effects: Effect[] = [];
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const addImport = (specifier: ts.Node | undefined, kind: Import['kind'], lazy = false) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ specifier: specifier.text, kind, lazy, line: lineOf(specifier) });
    } else if (specifier !== undefined) effects.push({ name: 'an import of a computed name', line: lineOf(specifier) });
  };
  visit(source);
  return { imports, effects };

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) {
      addImport(node.moduleSpecifier, isTypeOnly(node.importClause) ? 'type' : 'value');
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      addImport(node.moduleSpecifier, isTypeExport(node) ? 'type' : 'value');
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      addImport(node.moduleReference.expression, node.isTypeOnly ? 'type' : 'value');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      addImport(node.argument.literal, 'type');
    } else if (ts.isCallExpression(node) && isLoad(node)) {
      addImport(node.arguments[0], 'value', node.expression.kind === ts.SyntaxKind.ImportKeyword);
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      effects.push({ name: 'import.meta', line: lineOf(node) });
    }
    if (ts.isIdentifier(node) && isRead(node) && !declared.has(node.text)) {
      const isPure = PURE_MEMBERS[node.text];
      const isEffect = EFFECTS.has(node.text) || (isPure !== undefined && !isPure(node.parent));
      if (isEffect) effects.push({ name: node.parent.getText().slice(0, 40), line: lineOf(node) });
    }
    // What stands in a type is not there when the code runs, but for its imports.
    if (ts.isTypeNode(node) && !ts.isImportTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) {
      ts.forEachChild(node, visitType);
    } else ts.forEachChild(node, visit);
  }

  function visitType(node: ts.Node): void {
    if (ts.isImportTypeNode(node)) visit(node);
    else ts.forEachChild(node, visitType);
  }
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

function isTypeExport({ isTypeOnly: whole, exportClause }: ts.ExportDeclaration): boolean {
  if (whole || exportClause === undefined || !ts.isNamedExports(exportClause)) return whole;
  return exportClause.elements.length > 0 && exportClause.elements.every((element) => element.isTypeOnly);
}

function isLoad({ expression }: ts.CallExpression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  return name === 'require' || name === 'getBuiltinModule';
}

/** Names that the file declares itself, whatever their scope. */
function declaredIn(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { name } = node as { readonly name?: ts.Node };
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node);
    if (declares && name !== undefined && ts.isIdentifier(name)) names.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Whether an identifier reads a variable: it is no name of a member, of a declaration or of an import. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return false;
  const { name } = parent as { readonly name?: ts.Node };
  return name !== node || ts.isShorthandPropertyAssignment(parent);
}
