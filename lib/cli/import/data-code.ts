import type { JsonValue } from '../../json.ts';
import type { Data, Path, Way } from './data.ts';

/** Data as a TypeScript expression in a handler, whose parameter is `context`. */
export function codeOf(data: Data): string {
  switch (data.kind) {
    case 'request':
      return 'context.inputData';
    case 'result':
      return `context.getDependencyResult(${quoted(data.step)})`;
    case 'workers':
      return `workerResults(context, ${quoted(data.worker)})`;
    case 'item':
      return 'item';
    case 'index':
      return 'index';
    case 'task-id':
      return 'context.taskUuid';
    case 'literal':
      return literal(data.value);
    case 'object':
      return `{ ${Object.entries(data.members)
        .map(([key, value]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : quoted(key)}: ${codeOf(value)}`)
        .join(', ')} }`;
    case 'list':
      return `[${data.items.map(codeOf).join(', ')}]`;
    case 'at':
      return `at(${codeOf(data.base)}, ${pathCode(data.path)})`;
    case 'put':
      return `put(${codeOf(data.base)}, [${pathCode(data.path)}], ${codeOf(data.value)})`;
    case 'either': {
      const last = data.cases.at(-1);
      const before = data.cases.slice(0, -1).map((each) => `${wayCode(each.way)} ? ${codeOf(each.data)} : `);
      return `(${before.join('')}${last === undefined ? 'undefined' : codeOf(last.data)})`;
    }
    case 'unknown':
      return `undefined /* ${data.text.replaceAll('*/', '* /')} */`;
  }
}

function wayCode(way: Way): string {
  const tests = way.map((each) =>
    'ran' in each
      ? `context.getDependencyResult(${quoted(each.ran)}) !== null`
      : `context.getDependencyField(${quoted(each.decision)}, 'routing_context', 'next') === ${quoted(each.chose)}`,
  );
  return tests.length === 1 ? (tests[0] ?? 'true') : `(${tests.join(' || ')})`;
}

function pathCode(path: Path): string {
  return path.map(literal).join(', ');
}

/** A JSON value as code. */
export function literal(value: JsonValue): string {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
