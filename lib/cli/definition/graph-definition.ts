import { hasErrors } from '../../diagnostics/outcome.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { ExitCode } from '../exit-code.ts';
import { refuseFlags } from '../flags.ts';
import { templateGraphFlags, type GRAPH_FORMATS, type GraphFlags } from '../graph-flags.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { readSubstitutions } from './definition-flags.ts';
import { judgeDefinition } from './judge-definition.ts';
import { readDefinition } from './read-definition.ts';

const renderers = {
  mermaid: async () => (await import('../../viz/machine/render-machine-mermaid.ts')).renderMachineMermaid,
  dot: async () => (await import('../../viz/machine/render-machine-dot.ts')).renderMachineDot,
  svg: async () => (await import('../../viz/machine/render-machine-svg.ts')).renderMachineSvg,
} as const satisfies Record<
  (typeof GRAPH_FORMATS)[number],
  () => Promise<(machine: StateMachine, title: string) => string>
>;

/** Draws the state machine in a file. */
export async function graphDefinition(path: string, flags: GraphFlags, io: CliIo): Promise<ExitCode> {
  refuseFlags(templateGraphFlags, flags, 'is for templates. A state machine takes --format and --substitute.');
  const { format, substitute } = flags;
  const { value: file, diagnostics } = readDefinition(path, readSubstitutions(substitute), io);
  const found = file === undefined ? diagnostics : [...diagnostics, ...judgeDefinition(file)];
  printDiagnostics(found, io);
  if (file === undefined || hasErrors(found)) {
    if (flags.json) printInvalid(found, io);
    return ExitCode.failed;
  }
  const render = await renderers[format]();
  const picture = render(JSON.parse(file.json) as StateMachine, file.name);
  if (flags.json) printJson({ format, picture }, io);
  else io.stdout.write(picture);
  return ExitCode.ok;
}
