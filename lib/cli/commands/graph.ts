import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { graphFlags, type GraphFlags } from '../graph-flags.ts';

/** `graph`: a picture of a workflow or of a run of it, or of a state machine. */
export const addGraph: AddCommand = (program, { io, action }) => {
  const command = program
    .command('graph')
    .description(
      'Draw a workflow: its steps, their dependencies, and dashed the waits that the plan adds; or a state machine.',
    )
    .argument('<file>', 'template, or state machine (.asl.json, .asl.yaml)');
  addFlags(command, graphFlags).action(
    action(async (path: string, flags: GraphFlags) => {
      const { holdsDefinition } = await import('../definition/holds-definition.ts');
      if (holdsDefinition(path, io)) {
        const { graphDefinition } = await import('../definition/graph-definition.ts');
        return graphDefinition(path, flags, io);
      }
      return (await import('../graph.ts')).graph(path, flags, io);
    }),
  );
};
