import { relative, sep } from 'node:path';
import type { HandlerLocation } from '../handler-location.ts';
import type { EventSetup } from './event-setup.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** What the module around a handler is made of. */
export interface EntrySettings {
  readonly location: HandlerLocation;
  /** The module that has it. */
  readonly module: string;
  /** The folders that modules are looked for in; names begin in the first. */
  readonly roots: readonly string[];
  /** Of a handler whose steps publish domain events. */
  readonly events: EventSetup | undefined;
  /** Whether the function writes metrics into its log. */
  readonly metrics: boolean;
  /** The folder from which the deployed code has its paths. @default it runs here, from where it lies */
  readonly base: string | undefined;
}

/** The module `index`, which makes a Lambda function of a handler. */
export function entryCode({ location, module, roots, events, metrics, base }: EntrySettings): string {
  const paths =
    base === undefined
      ? [runtimeFolder(), ...roots].map(quote)
      : ['here', ...roots.map((root) => placeOf(root, base)).filter((each) => each !== 'here')];
  const [top = ''] = roots;
  const from = base === undefined ? quote(top) : placeOf(top, base);
  const found = `getattr(import_from(${from}, ${quote(module)}), ${quote(location.exportName)})`;
  const head = [
    '# tasker-sfn makes a Lambda function of the handler here.',
    'import os',
    'import sys',
    '',
    ...(base === undefined ? [] : ['here = os.path.dirname(os.path.abspath(__file__))']),
    `sys.path[:0] = [${[...new Set(paths)].join(', ')}]`,
    '',
    'from tasker_sfn.modules import import_from',
  ];
  if (location.isFunction === true) return `${[...head, '', `handler = ${found}`].join('\n')}\n`;
  const given = events === undefined ? '' : `, events=${quote(JSON.stringify(events))}`;
  const measured = metrics ? ['from tasker_sfn.metrics import write_metrics', '', 'write_metrics()'] : [''];
  const body = [
    'from tasker_sfn import create_step_function',
    ...measured,
    `handler = create_step_function(${found}${given})`,
  ];
  return `${[...head, ...body].join('\n')}\n`;
}

/** Runs the function of the folder that is the current one. */
export function localCommand(python: string): readonly string[] {
  const path = `sys.path.insert(0, ${quote(runtimeFolder())})`;
  return [python, '-c', `import sys; ${path}; from tasker_sfn.bootstrap import main; main()`];
}

function placeOf(root: string, base: string): string {
  const inside = relative(base, root).split(sep).join('/');
  return inside === '' || inside.startsWith('..') ? 'here' : `os.path.join(here, ${quote(inside)})`;
}

/** A text of JSON is a text of Python, surrogates aside. */
function quote(text: string): string {
  return JSON.stringify(text);
}
