import { hasErrors } from '../../diagnostics/outcome.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { readSubstitutions } from './definition-flags.ts';
import { judgeDefinition } from './judge-definition.ts';
import { readDefinition } from './read-definition.ts';

const renderers = {
  mermaid: async () => (await import('../../viz/machine/render-machine-mermaid.ts')).renderMachineMermaid,
  dot: async () => (await import('../../viz/machine/render-machine-dot.ts')).renderMachineDot,
  svg: async () => (await import('../../viz/machine/render-machine-svg.ts')).renderMachineSvg,
} as const satisfies Record<string, () => Promise<(machine: StateMachine, title: string) => string>>;

/** What it takes of the flags of `graph`. */
interface DefinitionGraphFlags {
  readonly format: keyof typeof renderers;
  readonly substitute?: readonly string[];
  readonly run?: string;
}

/** Draws the state machine in a file. */
export async function graphDefinition(
  path: string,
  { format, substitute, run }: DefinitionGraphFlags,
  io: CliIo,
): Promise<ExitCode> {
  if (run !== undefined) throw new UsageError('--run is for templates: it tells what has become of their steps.');
  const { value: file, diagnostics } = readDefinition(path, readSubstitutions(substitute), io);
  const found = file === undefined ? diagnostics : [...diagnostics, ...judgeDefinition(file)];
  printDiagnostics(found, io);
  if (file === undefined || hasErrors(found)) return ExitCode.failed;
  const render = await renderers[format]();
  io.stdout.write(render(JSON.parse(file.json) as StateMachine, file.name));
  return ExitCode.ok;
}
