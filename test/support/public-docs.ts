import { join, relative } from 'node:path';
import ts from 'typescript';

/** One thing that users can read about in their editor: an export of an entry, or a member of one. */
export interface PublicName {
  /** Such as `StepHandler.success`. */
  readonly name: string;
  /** Relative to the root, with the line. */
  readonly place: string;
  readonly documented: boolean;
}

/** The program of the package's entries. */
export function publicProgram(root: string, entries: readonly string[]): ts.Program {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  return ts.createProgram(
    entries.map((entry) => join(root, entry)),
    { ...options, incremental: false, tsBuildInfoFile: undefined, noUnusedLocals: false, noUnusedParameters: false },
  );
}

/** The exports of the program's entries and everything that their signatures lead to, with whether it has a docstring. */
export function publicNames(program: ts.Program, root: string): ReadonlyMap<string, readonly PublicName[]> {
  const checker = program.getTypeChecker();
  return new Map(
    program
      .getRootFileNames()
      .map((file) => [relative(root, file), namesOf(checker, program.getSourceFile(file)!, root)]),
  );
}

function namesOf(checker: ts.TypeChecker, entry: ts.SourceFile, root: string): readonly PublicName[] {
  const ours = join(root, 'lib');
  const seen = new Set<ts.Symbol>();
  const names: PublicName[] = [];
  const isOurs = (node: ts.Node) => node.getSourceFile().fileName.startsWith(ours);

  function visitExport(symbol: ts.Symbol): void {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declarations = (target.declarations ?? []).filter(isOurs);
    if (seen.has(target) || declarations.length === 0 || target.flags & ts.SymbolFlags.TypeParameter) return;
    seen.add(target);
    record(target.name, target, declarations[0]!);
    for (const declaration of declarations) visitDeclaration(target.name, declaration);
  }

  function record(name: string, symbol: ts.Symbol, declaration: ts.Node): void {
    const source = declaration.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
    // The documentation comment of what is overridden or implemented counts, as it does in an editor.
    const documented = symbol.getDocumentationComment(checker).some(({ text }) => text.trim() !== '');
    names.push({ name, place: `${relative(root, source.fileName)}:${line + 1}`, documented });
  }

  function visitDeclaration(name: string, declaration: ts.Declaration): void {
    if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) {
      declaration.heritageClauses?.forEach(visitTypes);
      declaration.typeParameters?.forEach(visitTypes);
      for (const member of declaration.members) visitMember(name, member);
    } else if (ts.isTypeAliasDeclaration(declaration)) {
      visitMembersIn(name, declaration.type);
      visitTypes(declaration.type);
    } else if (ts.isVariableDeclaration(declaration)) {
      if (declaration.type) visitTypes(declaration.type);
      visitConstants(name, declaration.initializer);
    } else if (ts.isFunctionDeclaration(declaration)) {
      visitSignature(declaration);
    }
  }

  function visitMember(owner: string, member: ts.ClassElement | ts.TypeElement): void {
    if (isHidden(member) || isTag(member)) return;
    if (ts.isConstructorDeclaration(member)) {
      if (member.parameters.length > 0) member.parameters.forEach(visitTypes);
      return;
    }
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    if (symbol && !(ts.isSetAccessor(member) && seen.has(symbol))) {
      if (seen.has(symbol)) return;
      seen.add(symbol);
      record(`${owner}.${symbol.name}`, symbol, member);
    }
    if ('parameters' in member) visitSignature(member as ts.SignatureDeclaration);
    else if ('type' in member && member.type) {
      visitMembersIn(`${owner}.${symbol?.name ?? ''}`, member.type as ts.TypeNode);
      visitTypes(member.type as ts.TypeNode);
    }
  }

  /** The members of types that are written where they are used: literals, unions and intersections of them. */
  function visitMembersIn(name: string, type: ts.TypeNode): void {
    if (ts.isTypeLiteralNode(type)) for (const member of type.members) visitMember(name, member);
    else if (!ts.isTypeReferenceNode(type))
      ts.forEachChild(type, (child) => ts.isTypeNode(child) && visitMembersIn(name, child));
  }

  /** The members of a constant that is a plain object: names for values. */
  function visitConstants(name: string, initializer: ts.Expression | undefined): void {
    const value = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
    if (!value || !ts.isObjectLiteralExpression(value)) return;
    for (const property of value.properties) {
      const symbol = property.name && checker.getSymbolAtLocation(property.name);
      if (symbol) record(`${name}.${symbol.name}`, symbol, property);
    }
  }

  function visitSignature(signature: ts.SignatureDeclaration): void {
    signature.typeParameters?.forEach(visitTypes);
    signature.parameters.forEach(({ type }) => type && visitTypes(type));
    if (signature.type) visitTypes(signature.type);
  }

  /** Every type of ours that is named below the node. */
  function visitTypes(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      const isTop = symbol?.declarations?.some(
        ({ parent }) => ts.isSourceFile(parent) || ts.isImportClause(parent) || ts.isNamedImports(parent),
      );
      if (symbol && isTop) visitExport(symbol);
    }
    ts.forEachChild(node, visitTypes);
  }

  const module = checker.getSymbolAtLocation(entry);
  for (const symbol of module ? checker.getExportsOfModule(module) : []) visitExport(symbol);
  return names;
}

function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
  if (member.name && ts.isPrivateIdentifier(member.name)) return true;
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
  );
}

/** A field that has one value alone tells the kinds of a union apart; the value says what it means. */
function isTag(member: ts.ClassElement | ts.TypeElement): boolean {
  return ts.isPropertySignature(member) && member.type !== undefined && ts.isLiteralTypeNode(member.type);
}
