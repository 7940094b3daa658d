import { startingWith } from '../starting-with.ts';

/** A handler as a module declares it. */
export interface DeclaredHandler {
  /** The name under which the module exports it. */
  readonly exportName: string;
  /** The handler's name; undefined when it is not a plain string, and so known only when the module runs. */
  readonly name: string | undefined;
  /** Made of a function by `defineHandler` or a sibling, so that `call` is all that it has. */
  readonly isDefined: boolean;
}

const DEFINERS: readonly string[] = [
  'defineHandler',
  'defineDecisionHandler',
  'defineApiHandler',
  'defineBatchAnalyzer',
  'defineBatchWorker',
];

// esbuild writes every module in one way, whatever the source looks like: no comments, no multi-line strings, each
// statement from column 0, class members indented by two, and one export statement at the end. So patterns suffice to
// read it, and nothing of the module has to run: at synthesis that could have effects, or lack its environment.
const CLASS =
  /^(?:class ([\w$]+)|(?:const|let|var) ([\w$]+) = class(?: [\w$]+)?) extends .*\{\n((?:(?: {2}.*)?\n)*)\}/gm;
const STATIC_NAME = /^ {2}static handlerName = (.*);$/m;
const DEFINED = /^(?:const|let|var) ([\w$]+) = (?:[\w$]+\.)?([\w$]+)\(\s*("[^"\\]*"|[^,\n]*),/gm;
const EXPORTS = /^export \{([^}]*)\};$/gm;
const IMPORTS = /^import (?:[\w$]+, )?\{([^}]*)\} from /gm;

/** How CommonJS exports a function, within what esbuild puts around it. */
const COMMON_JS = /^\s*(?:module\.)?exports\.handler = |^\s*module\.exports = \{[^}]*\bhandler\b/m;

/** Whether a module is a plain Lambda function: it exports `handler`, which is no step handler. */
export function exportsFunction(code: string): boolean {
  const steps = scanModule(code).map(({ exportName }) => exportName);
  const names = listedNames(code, EXPORTS).map(({ outer }) => outer);
  return (names.includes('handler') && !steps.includes('handler')) || COMMON_JS.test(code);
}

/** The handlers that a module exports, read from what esbuild makes of it. A base class without a name is none. */
export function scanModule(code: string): readonly DeclaredHandler[] {
  const names = new Map<string, string | undefined>();
  for (const [, declared, assigned, body = ''] of code.matchAll(CLASS)) {
    const value = STATIC_NAME.exec(body)?.[1];
    if (value !== undefined && value !== '""') names.set(declared ?? assigned ?? '', plainString(value));
  }
  const definers = new Set([...DEFINERS, ...aliasesOf(DEFINERS, code)]);
  const defined = new Set<string>();
  for (const [, local = '', callee = '', value = ''] of code.matchAll(DEFINED)) {
    if (!definers.has(callee)) continue;
    names.set(local, plainString(value));
    defined.add(local);
  }
  return listedNames(code, EXPORTS)
    .filter(({ inner }) => names.has(inner))
    .map(({ inner, outer }) => ({ exportName: outer, name: names.get(inner), isDefined: defined.has(inner) }));
}

function aliasesOf(names: readonly string[], code: string): readonly string[] {
  return listedNames(code, IMPORTS)
    .filter(({ inner }) => names.includes(inner))
    .map(({ outer }) => outer);
}

/** A class that takes part in domain events, as a module exports it. */
export interface DeclaredEventClass {
  readonly exportName: string;
  /** Of a publisher: the name that templates call it by; undefined when it is not a plain string. */
  readonly publisherName?: string | undefined;
  /** Of a subscriber: the names of its events, where `*` stands for any text; undefined when they are computed. */
  readonly patterns?: readonly string[] | undefined;
  readonly kind: 'publisher' | 'subscriber';
}

const PUBLISHER_NAME = /^ {2}(?:publisherName = (.*);|get publisherName\(\) \{\n {4}return (.*);)$/m;
const SUBSCRIBES = /^ {2}static subscribesTo\(\) \{\n {4}return (\[[^\]]*\]);$/m;
const HANDLE = /^ {2}(?:async )?handle(?:\(| = )/m;

/** The publishers and subscribers that a module exports. A base class of either is none: it lacks what makes it one. */
export function scanEventClasses(code: string): readonly DeclaredEventClass[] {
  const bases = new Set(['BaseSubscriber', ...aliasesOf(['BaseSubscriber'], code)]);
  const found = new Map<string, Omit<DeclaredEventClass, 'exportName'>>();
  for (const [head, declared, assigned, body = ''] of code.matchAll(CLASS)) {
    const local = declared ?? assigned ?? '';
    const name = PUBLISHER_NAME.exec(body);
    if (name !== null) found.set(local, { kind: 'publisher', publisherName: plainString(name[1] ?? name[2] ?? '') });
    const base = /extends (?:[\w$]+\.)?([\w$]+) \{/.exec(head)?.[1] ?? '';
    const subscribes = /^ {2}static subscribesTo\(/m.test(body);
    if (subscribes || (bases.has(base) && HANDLE.test(body))) {
      found.set(local, { kind: 'subscriber', patterns: subscribes ? patternsIn(body) : ['*'] });
    }
  }
  return listedNames(code, EXPORTS).flatMap(({ inner, outer }) => {
    const declared = found.get(inner);
    return declared === undefined ? [] : [{ ...declared, exportName: outer }];
  });
}

/** A list of plain strings; undefined of any other expression. */
function patternsIn(body: string): readonly string[] | undefined {
  const list = SUBSCRIBES.exec(body)?.[1]?.slice(1, -1).trim();
  if (list === undefined) return undefined;
  const patterns = list === '' ? [] : list.split(/\s*,\s*/).map(plainString);
  return patterns.every((each) => each !== undefined) ? patterns : undefined;
}

/** A resolver as a module declares it. */
export interface DeclaredResolver {
  readonly exportName: string;
  /** The name that templates call it by; undefined when it is not a plain string. */
  readonly name: string | undefined;
  readonly priority: number;
  /** The callables that it takes where a template names no resolver: its pattern, or all that begin with its prefix. */
  readonly takes?: RegExp | undefined;
}

const ANY_CLASS =
  /^(?:class ([\w$]+)|(?:const|let|var) ([\w$]+) = class(?: [\w$]+)?)(?: extends .*)? \{\n((?:(?: {2}.*)?\n)*)\}/gm;
const RESOLVES = /^ {2}(?:async )?(?:resolveHandler|resolve)(?:\(| = )/m;
const RESOLVER_NAME = /^ {2}(?:static _name = (.*);|name = (.*);|get name\(\) \{\n {4}return (.*);)$/m;
const PRIORITY = /^ {2}(?:static _)?priority = (\d+);$/m;
const PATTERN = /^ {2}static pattern = \/(.*)\/([a-z]*);$/m;
const PREFIX = /^ {2}static prefix = (.*);$/m;

/** The resolvers that a module exports. Where one says no name, it has that of its class. */
export function scanResolvers(code: string): readonly DeclaredResolver[] {
  const found = new Map<string, Omit<DeclaredResolver, 'exportName'>>();
  for (const [, declared, assigned, body = ''] of code.matchAll(ANY_CLASS)) {
    if (!RESOLVES.test(body)) continue;
    const local = declared ?? assigned ?? '';
    const told = RESOLVER_NAME.exec(body);
    const name = told === null ? local : plainString(told[1] ?? told[2] ?? told[3] ?? '');
    found.set(local, { name, priority: Number(PRIORITY.exec(body)?.[1] ?? 50), takes: takenBy(body) });
  }
  return listedNames(code, EXPORTS).flatMap(({ inner, outer }) => {
    const declared = found.get(inner);
    return declared === undefined ? [] : [{ ...declared, exportName: outer }];
  });
}

function takenBy(body: string): RegExp | undefined {
  const [, pattern, flags = ''] = PATTERN.exec(body) ?? [];
  if (pattern !== undefined) return new RegExp(pattern, flags.replace(/[gy]/g, ''));
  const prefix = plainString(PREFIX.exec(body)?.[1] ?? '');
  return prefix === undefined ? undefined : startingWith(prefix);
}

/** The pairs of `{ inner as outer, … }` lists; both are the same where there is no `as`. */
function listedNames(code: string, lists: RegExp): readonly { inner: string; outer: string }[] {
  return [...code.matchAll(lists)]
    .flatMap(([, list = '']) => list.split(','))
    .map((item) => item.trim().split(' as '))
    .map(([inner = '', outer = inner]) => ({ inner, outer }));
}

function plainString(value: string): string | undefined {
  return /^"([^"\\]*)"$/.exec(value)?.[1];
}
