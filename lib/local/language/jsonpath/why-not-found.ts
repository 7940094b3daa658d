import type { JsonValue } from '../../../json.ts';
import { canEnter, evaluatePath } from './evaluate-path.ts';
import type { Path, Segment } from './path.ts';
import { printData } from '../../base/json-text.ts';

/** Why a path finds nothing, in the words of json-path 1.0 to 2.0, which AWS shows. */
export function whyNotFound(path: Path, root: JsonValue): string {
  let at = '$';
  let value = root;
  for (const [index, segment] of path.segments.entries()) {
    const step = spell(segment);
    if (!canEnter(segment, value)) {
      if (segment.kind === 'names') return `Property ${step} not found in path ${at}`;
      return `Filter: ${step} can only be applied to arrays. Current context is: ${printData(value)}`;
    }
    at += step;
    const found = evaluatePath({ text: '', segments: [segment], definite: true }, value);
    if (found === undefined) {
      const isLeaf = index === path.segments.length - 1;
      return segment.kind === 'names' && !isLeaf ? `Missing property in path ${at}` : noResults(path);
    }
    value = found;
  }
  return noResults(path);
}

function noResults({ segments }: Path): string {
  return `No results for path: $${segments.map(spell).join('')}`;
}

/** A step as json-path writes it. */
function spell(segment: Segment): string {
  switch (segment.kind) {
    case 'names':
      return `[${segment.names.map(({ unescaped }) => `'${unescaped}'`).join(',')}]`;
    case 'indexes':
      return `[${segment.indexes.join(',')}]`;
    case 'slice':
      return `[${String(segment.from ?? '')}:${String(segment.to ?? '')}]`;
    case 'wildcard':
      return '[*]';
    case 'filter':
      return '[?]';
    case 'fromEnd':
      return segment.back === 0 ? '[(@.length)]' : `[(@.length-${String(segment.back)})]`;
  }
}
