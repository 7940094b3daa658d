import { isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { fileStart, type SourceFile, type Span } from '../../diagnostics/source.ts';

/** Finds the places in a file that locations such as `/States/Pay/Catch[0]/Next` name. JSON is YAML, so one reader does for both. */
export function locatorOf(source: SourceFile): (location: string | undefined) => Span {
  let document: Document | undefined;
  return (location) => {
    document ??= parseDocument(source.text, { uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) return { file: source, start: error.pos[0], end: error.pos[1] };
    const node = location === undefined ? undefined : find(document.contents, location);
    const range = node?.range;
    return range ? { file: source, start: range[0], end: range[1] } : fileStart(source);
  };
}

/** The node of a location; of a mapping or a list, the key under which it stands. What is not there is where it should be. */
function find(root: unknown, location: string): Node | undefined {
  let node = root;
  let key: Node | undefined;
  let rest = location;
  while (rest !== '') {
    const index = /^\[(\d+)\]/.exec(rest);
    if (index !== null && isSeq(node)) {
      node = node.items[Number(index[1])];
      key = isMap(node) ? (firstKey(node) ?? key) : key;
      rest = rest.slice(index[0].length);
      continue;
    }
    const pair = isMap(node) ? longestMember(node.items, rest) : undefined;
    if (pair === undefined) break;
    [node, key] = [pair.value, pair.key as Node];
    rest = rest.slice(1 + nameOf(pair).length);
  }
  return isScalar(node) && rest === '' ? node : key;
}

/** Names of states may hold slashes and brackets: the longest member that fits is meant. */
function longestMember(pairs: readonly Pair[], rest: string): Pair | undefined {
  const fits = pairs.filter((pair) => {
    const after = rest.slice(1 + nameOf(pair).length);
    return rest.startsWith(`/${nameOf(pair)}`) && (after === '' || after.startsWith('/') || after.startsWith('['));
  });
  return fits.sort((left, right) => nameOf(right).length - nameOf(left).length)[0];
}

function firstKey({ items }: { readonly items: readonly Pair[] }): Node | undefined {
  return items[0]?.key as Node | undefined;
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}
